"""The builder, the text measure and the words."""

import datetime as dt
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cip.charts.svg import Look, Svg, escape, label, link, num, safe_href, tag
from cip.charts.text import shorten, text_width, wrap
from cip.charts.words import ENGLISH, Words


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0, "0"), (-0.001, "0"), (1.005, "1"), (2.5, "2.5"), (1e6, "1000000"), (-3.456, "-3.46")],
)
def test_num(value: float, shown: str) -> None:
    assert num(value) == shown


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_num_refuses_what_is_no_coordinate(value: float) -> None:
    with pytest.raises(ValueError, match="finite number"):
        num(value)


def test_tag_escapes_plain_children_and_keeps_safe_ones() -> None:
    assert tag("g", "<b>", Svg("<i/>"), class_='a"b', stroke_width=None) == (
        '<g class="a&quot;b">&lt;b&gt;<i/></g>'
    )


@pytest.mark.parametrize("name", ["style", "onclick", "onload", "xlink_href", "data", "srcdoc"])
def test_tag_refuses_attributes_off_the_list(name: str) -> None:
    with pytest.raises(ValueError, match="not allowed"):
        tag("g", **{name: "x"})


@pytest.mark.parametrize(
    "href",
    ["javascript:alert(1)", "JaVaScRiPt:x", " javascript:x", "data:text/html,x", "//evil.example",
     "java\tscript:x", "vbscript:x", "/\\evil.example", ""],
)  # fmt: skip
def test_safe_href_refuses_other_schemes(href: str) -> None:
    with pytest.raises(ValueError, match="link must be"):
        safe_href(href)


@pytest.mark.parametrize(
    "href", ["/o/x/", "#a", "?page=2", "https://example.org/", "a/b", "a.html"]
)
def test_safe_href_keeps_addresses(href: str) -> None:
    assert safe_href(href) == href


def test_link_without_address_is_a_group() -> None:
    assert link("", label(1, 2, "x", size=9)) == '<g><text x="1" y="2" font-size="9">x</text></g>'


@pytest.mark.parametrize("prefix", ["", "1a", "a b", 'a"', "é"])
def test_look_refuses_bad_prefixes(prefix: str) -> None:
    with pytest.raises(ValueError, match="id prefix"):
        Look(prefix)


@pytest.mark.parametrize("ink", ["red", "url(#x)", "#12345", "#000;x"])
def test_look_refuses_bad_ink(ink: str) -> None:
    with pytest.raises(ValueError, match="Ink is"):
        Look("a", ink=ink)


@settings(deadline=None)
@given(st.text())
def test_escaped_text_comes_back_through_xml(text: str) -> None:
    root = ET.fromstring(f'<t a="{escape(text)}">{escape(text)}</t>')  # noqa: S314
    kept = "".join(c for c in text if c in "\t\n\r" or (ord(c) > 31 and not 127 <= ord(c) < 160))
    kept = "".join(c for c in kept if not 0xD800 <= ord(c) < 0xE000 and c not in "\ufffe\uffff")
    assert (root.text or "") == kept.replace("\r\n", "\n").replace("\r", "\n")


def test_text_width_follows_inter() -> None:
    assert text_width("iiii", 10) == pytest.approx(4 * 2.42 * 1.03)
    assert text_width("é", 10) == text_width("e", 10)
    assert text_width("能", 10) == pytest.approx(10.2 * 1.03)
    assert text_width("a", 10, bold=True) > text_width("a", 10)


@settings(deadline=None)
@given(st.text(max_size=80), st.floats(0, 300))
def test_shorten_fits(text: str, width: float) -> None:
    short = shorten(text, 11, width)
    assert text_width(short, 11) <= width or short == ""
    assert short in (text, "") or text.startswith(short[:-1])


@settings(deadline=None)
@given(st.text(max_size=120), st.floats(30, 300), st.integers(1, 4))
def test_wrap_fits_width_and_lines(text: str, width: float, lines: int) -> None:
    wrapped = wrap(text, 11, width, max_lines=lines)
    assert len(wrapped) <= lines
    assert all(text_width(line, 11) <= width for line in wrapped)


def test_wrap_keeps_all_words_where_there_is_room() -> None:
    assert wrap("Process and Product Quality Assurance", 11, 120) == (
        "Process and Product",
        "Quality Assurance",
    )


@pytest.mark.parametrize(
    ("share", "shown"), [(0, "0 %"), (0.001, "1 %"), (0.5, "50 %"), (0.999, "99 %"), (1, "100 %")]
)
def test_percent_shows_the_ends_only_at_the_ends(share: float, shown: str) -> None:
    assert ENGLISH.percent(share) == shown


def test_words_in_german_form() -> None:
    german = Words(decimal=",", thousands=".", date="{d:02d}.{m:02d}.{y}")
    assert german.number(1234567.5, 1) == "1.234.567,5"
    assert german.day(dt.date(2027, 3, 9)) == "09.03.2027"


def test_words_need_twelve_months() -> None:
    with pytest.raises(ValueError, match="twelve month names, not 1"):
        Words(months=("Jan",))
