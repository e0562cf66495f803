"""Components render what they promise and refuse what they do not know; no database."""

import re
from datetime import date
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory

from cip.access.check import Allowed
from cip.charts.palette import LEVELS
from cip.web.components.data import TONE_OF_STATE
from cip.web.components.icons import ICONS
from cip.web.components.markup import TONES
from cip.web.gallery import sample_context

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "cip" / "web" / "static" / "cip"


@pytest.fixture(autouse=True)
def plain_static_files(settings):
    """Names without a hash: no collectstatic is needed to render."""
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


def rendered(source, **context):
    """The HTML of a template source as soup."""
    html = Template("{% load components %}" + source).render(Context(context))
    return BeautifulSoup(html, "html.parser")


class ContactForm(forms.Form):
    """A field of each shape."""

    name = forms.CharField(label="Name", help_text="As on the badge.")
    role = forms.ChoiceField(
        label="Role", widget=forms.RadioSelect, choices=[("a", "A"), ("b", "B")]
    )
    agrees = forms.BooleanField(label="Agrees", required=False)
    secret = forms.CharField(widget=forms.HiddenInput)


@pytest.mark.parametrize(
    "source",
    [
        '{% button "Save" style="color:red" %}',
        '{% button "Save" onclick="x()" %}',
        '{% link_button "Go" "/" hx_on="x" %}',
        '{% card "T" klass="x" %}{% endcard %}',
        '{% table "T" width=3 %}{% endtable %}',
        '{% modal "id" "T" style="x" %}{% endmodal %}',
        "{% field f klass='x' %}",
        '{% icon "check" color="red" %}',
    ],
)
def test_unknown_attribute_is_refused_when_the_template_compiles(source):
    with pytest.raises(TemplateSyntaxError, match="unexpected keyword argument"):
        Template("{% load components %}" + source)


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ('{% button "Save" kind="huge" %}', "kind='huge'"),
        ('{% icon "no-such-icon" %}', "no-such-icon"),
        ('{% pill "x" tone="pink" %}', "tone='pink'"),
        ("{% level_pill 7 %}", "level=7"),
        ('{% table "T" mode="wide" %}{% endtable %}', "mode='wide'"),
        ('{% step "x" state="half" %}', "state='half'"),
        ('{% facts "Owner" %}', "in pairs"),
    ],
)
def test_value_outside_the_vocabulary_is_refused(source, problem):
    with pytest.raises(TemplateSyntaxError, match=re.escape(problem)):
        rendered(source)


def test_button_escapes_its_label():
    button = rendered("{% button label %}", label='<b onclick="x">').button
    assert button.text == '<b onclick="x">'
    assert button.find("b") is None
    assert button["type"] == "submit"


def test_button_that_opens_a_dialog_submits_nothing():
    button = rendered('{% button "New" opens="m" %}').button
    assert button["type"] == "button"
    assert button["data-opens"] == "m"
    assert (button["command"], button["commandfor"]) == ("show-modal", "m")


def test_button_with_reason_stays_focusable_and_is_described_by_it():
    soup = rendered('{% button "Close" reason="Not agreed yet." hx_post="/x/" %}')
    assert soup.button["aria-disabled"] == "true"
    assert soup.button["type"] == "button"
    assert not soup.button.has_attr("disabled")
    assert not soup.button.has_attr("hx-post")
    assert soup.find(id=soup.button["aria-describedby"]).text == "Not agreed yet."


def test_action_button_posts_with_token_and_version():
    soup = rendered('{% action_button "Close" "/x/" version=4 confirm="Sure?" %}', csrf_token="t0k")
    fields = {field["name"]: field["value"] for field in soup.form.find_all("input")}
    assert fields == {"csrfmiddlewaretoken": "t0k", "expected_version": "4"}
    assert soup.form["action"] == "/x/"
    assert soup.form["method"] == "post"
    assert soup.button["data-confirm"] == "Sure?"


def test_action_button_that_is_not_allowed_has_no_form_but_the_reason():
    soup = rendered(
        '{% action_button "Close" "/x/" allowed=no %}', no=Allowed(False, "Leads only.")
    )
    assert soup.form is None
    assert soup.find(role="tooltip").text == "Leads only."


def test_action_button_hides_for_a_plain_false():
    assert rendered('{% action_button "Close" "/x/" allowed=no %}', no=False).text.strip() == ""


def test_field_ties_help_and_error_to_the_control():
    soup = rendered("{% field form.name %}", form=ContactForm({}))
    described = soup.input["aria-describedby"].split()
    assert described == ["id_name_helptext", "id_name_error"]
    assert soup.find(id="id_name_helptext").text == "As on the badge."
    assert soup.find(id="id_name_error").text.strip() == "This field is required."
    assert soup.input["aria-invalid"] == "true"
    assert soup.label["for"] == "id_name"


def test_field_without_help_names_no_missing_element():
    soup = rendered('{% field form.name help="" %}', form=ContactForm())
    assert not soup.input.has_attr("aria-describedby")


def test_radio_field_is_a_group_with_one_label_per_choice():
    soup = rendered("{% field form.role %}", form=ContactForm({}))
    assert soup.fieldset.legend.text.split() == ["Role", "*"]
    assert soup.fieldset["aria-describedby"].split() == ["id_role_error"]
    assert [label.text.strip() for label in soup.find_all("label")] == ["A", "B"]


def test_checkbox_is_inside_its_label():
    soup = rendered("{% field form.agrees %}", form=ContactForm())
    assert soup.label.input["type"] == "checkbox"


def test_hidden_field_has_no_label():
    soup = rendered("{% field form.secret %}", form=ContactForm())
    assert soup.label is None
    assert soup.input["type"] == "hidden"


def test_field_refuses_what_is_no_field():
    with pytest.raises(TypeError, match="bound form field"):
        rendered("{% field form.missing %}", form=ContactForm())


def test_error_summary_links_to_each_visible_field():
    form = ContactForm({})
    form.add_error(None, "Together they do not fit.")
    soup = rendered("{% form_errors form %}", form=form)
    assert [link["href"] for link in soup.find_all("a")] == ["#id_name", "#id_role"]
    assert soup.find_all("li")[0].text == "Together they do not fit."
    assert soup.find(role="alert") is not None


def test_error_targets_exist_in_the_rendered_fields():
    source = "{% form_errors form %}{% for bound in form %}{% field bound %}{% endfor %}"
    soup = rendered(source, form=ContactForm({}))
    for link in soup.select(".error-summary a"):
        assert soup.find(id=link["href"][1:]) is not None, link["href"]


def test_error_summary_of_a_valid_form_is_nothing():
    form = ContactForm({"name": "Ines", "role": "a", "secret": "s"})
    assert rendered("{% form_errors form %}", form=form).text.strip() == ""


def test_level_none_is_not_rated_and_never_zero():
    assert rendered("{% level_pill None %}").text == "Not rated"
    assert rendered("{% level_pill 0 %}").text == "Level 0"


@pytest.mark.parametrize(("low", "high", "text"), [(1, 3, "1–3"), (2, 2, "2"), (None, 2, "2")])
def test_level_with_bounds(low, high, text):
    assert rendered("{% level_pill low high %}", low=low, high=high).b.text == text


def test_every_state_has_a_known_tone():
    assert set(TONE_OF_STATE.values()) <= set(TONES)


def test_unknown_state_is_neutral():
    assert "pill-neutral" in rendered('{% state_pill "odd" "Odd" %}').span["class"]


def test_facts_show_days_as_everywhere_and_dashes():
    soup = rendered('{% facts "Due" day "Owner" "" "Left" 0 %}', day=date(2026, 3, 5))
    assert [dd.text for dd in soup.find_all("dd")] == ["5 Mar 2026", "–", "0"]


def test_stat_shows_a_dash_for_none_and_keeps_zero():
    assert rendered('{% stat None "Level" %}').select_one(".stat-value").text == "–"
    assert rendered('{% stat 0 "Late" %}').select_one(".stat-value").text == "0"


@pytest.mark.parametrize(
    "svg",
    [
        "<p>x</p>",
        "<svg><script>x</script></svg>",
        '<svg onload="x"></svg>',
        '<svg><g style="x"/></svg>',
    ],
)
def test_chart_refuses_what_may_run(svg):
    with pytest.raises(TemplateSyntaxError, match="SVG made by"):
        rendered('{% chart svg "Caption" %}{% endchart %}', svg=svg)


def test_chart_accepts_words_that_look_like_attributes():
    svg = "<svg><text>cost per person = 3, style = plain</text></svg>"
    assert rendered('{% chart svg "Caption" %}{% endchart %}', svg=svg).svg.text.startswith("cost")


def test_drawn_charts_have_a_table_twin():
    for sample in sample_context()["charts"]:
        soup = rendered("{% draw_chart sample %}", sample=sample)
        assert soup.svg is not None
        assert len(soup.select("details tbody tr")) > 0
        assert soup.find("caption").text == sample.title


def test_pagination_keeps_the_other_parameters():
    request = RequestFactory().get("/?state=open&page=2")
    page = Paginator(range(60), 20).page(2)
    soup = rendered("{% pagination page %}", page=page, request=request)
    assert soup.find(rel="next")["href"] == "?state=open&page=3"
    assert soup.find(attrs={"aria-current": "page"}).text == "Page 2"


def test_single_page_has_no_pagination():
    request = RequestFactory().get("/")
    page = Paginator(range(5), 20).page(1)
    assert rendered("{% pagination page %}", page=page, request=request).text == ""


@pytest.mark.parametrize(
    ("query", "href", "order"),
    [
        ("", "?sort=name", None),
        ("sort=name", "?sort=-name", "ascending"),
        ("sort=-name&page=3", "?sort=name", "descending"),
    ],
)
def test_sort_header_turns_round(query, href, order):
    request = RequestFactory().get(f"/?{query}")
    head = rendered('{% sort_header "Name" "name" %}', request=request).th
    assert head.a["href"] == href
    assert head.get("aria-sort") == order


SORTABLE = (
    '{% table "People" mode="cards" %}<thead><tr>{% sort_header "Name" "name" %}'
    '{% sort_header "Due on" "due" %}</tr></thead>{% endtable %}'
)


def test_table_of_cards_offers_its_heads_as_orders():
    request = RequestFactory().get("/?q=ada&sort=-due&page=3")
    form = rendered(SORTABLE, request=request).form
    assert [(o["value"], o.text, o.has_attr("selected")) for o in form.find_all("option")] == [
        ("", "Usual order", False),
        ("name", "Name, ascending", False),
        ("-name", "Name, descending", False),
        ("due", "Due on, ascending", False),
        ("-due", "Due on, descending", True),
    ]
    assert form.find("select")["name"] == "sort"
    assert form.label["for"] == form.find("select")["id"]
    kept = form.find_all("input", type="hidden")
    assert [(field["name"], field["value"]) for field in kept] == [("q", "ada")]


def test_further_list_of_a_page_keeps_the_first_one():
    source = SORTABLE + SORTABLE.replace('"name" %}', '"name" name="done" %}').replace(
        '"due" %}', '"due" name="done" %}'
    )
    request = RequestFactory().get("/?sort=name&page=2&done_sort=due&done_page=3")
    first, second = rendered(source, request=request).find_all("form")
    assert [f.find("select")["name"] for f in (first, second)] == ["sort", "done_sort"]
    assert {i["name"] for i in first.find_all("input")} == {"done_sort", "done_page"}
    assert {i["name"] for i in second.find_all("input")} == {"sort", "page"}


@pytest.mark.parametrize(
    "source",
    [
        SORTABLE.replace(' mode="cards"', ""),
        '{% table "People" mode="cards" %}<thead></thead>{% endtable %}',
    ],
)
def test_table_without_cards_or_orders_offers_none(source):
    assert rendered(source, request=RequestFactory().get("/")).form is None


def test_filter_keeps_the_orders():
    request = RequestFactory().get("/?q=ada&sort=-due&actions_sort=owner&page=2&other_sort=")
    kept = rendered("{% keep_sort %}", request=request).find_all("input")
    assert [(f["type"], f["name"], f["value"]) for f in kept] == [
        ("hidden", "sort", "-due"),
        ("hidden", "actions_sort", "owner"),
    ]


def test_breadcrumb_marks_the_page_itself():
    steps = [("Programs", "/p/"), ("Renewal", None)]
    soup = rendered("{% breadcrumb steps %}", steps=steps)
    assert soup.find(attrs={"aria-current": "page"}).text == "Renewal"
    assert soup.a["href"] == "/p/"


def test_question_checks_the_given_answer():
    source = (
        '{% question "So?" name="q" choices=choices value="no" comment_name="c" comment="Hm" %}'
        "{% endquestion %}"
    )
    soup = rendered(source, choices=[("yes", "Yes"), ("no", "No")])
    assert [field["value"] for field in soup.find_all("input", checked=True)] == ["no"]
    assert soup.details.has_attr("open")
    assert soup.textarea.text == "Hm"


def test_sprite_and_icon_names_agree():
    sprite = (STATIC / "icons" / "sprite.svg").read_text()
    assert frozenset(re.findall(r'<symbol id="([^"]+)"', sprite)) == ICONS


def test_level_colors_are_those_of_the_charts():
    tokens = (STATIC / "css" / "tokens.css").read_text()
    found = dict(re.findall(r"--level-(\d): (#[0-9a-f]{6});", tokens))
    assert found == {str(level): swatch.fill for level, swatch in enumerate(LEVELS)}


@pytest.mark.parametrize("path", sorted((ROOT / "templates").rglob("*.html")), ids=lambda p: p.name)
def test_templates_obey_the_content_security_policy(path):
    text = path.read_text()
    if "reports" in path.parts or "email" in path.parts:
        pytest.skip("paper and mail have their own rules")
    assert not re.search(r"<[^>]*\s(style|on[a-z]+|hx-on[^=]*)=", text)
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)
    assert "<style" not in text


def _relative_luminance(color):
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one, two):
    light, dark = sorted((_relative_luminance(one), _relative_luminance(two)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _tokens():
    text = (STATIC / "css" / "tokens.css").read_text()
    pairs = re.findall(r"--([a-z-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)", text)
    return {name: (light, dark) for name, light, dark in pairs}


@pytest.mark.parametrize("mode", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("ground", ["page", "surface", "sunken", "raised"])
@pytest.mark.parametrize("ink", ["text", "muted", "accent", "accent-strong", "danger", "success"])
def test_text_reads_on_every_ground(ink, ground, mode):
    tokens = _tokens()
    assert _contrast(tokens[ink][mode], tokens[ground][mode]) >= 4.5


@pytest.mark.parametrize("mode", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("tone", ["success", "warning", "danger", "info"])
def test_tones_read_on_their_soft_ground(tone, mode):
    tokens = _tokens()
    assert _contrast(tokens[tone][mode], tokens[f"{tone}-soft"][mode]) >= 4.5


@pytest.mark.parametrize("mode", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("ground", ["page", "surface"])
def test_edges_of_controls_show(ground, mode):
    tokens = _tokens()
    assert _contrast(tokens["line-strong"][mode], tokens[ground][mode]) >= 3


def test_links_in_what_people_wrote_are_escaped_and_tell_nobody_from_where():
    text = 'See https://a.example/"x" <b> https://b.example/?a=1&b=2 javascript:alert(1)'
    soup = rendered("{% load links %}{{ text|linked }}", text=text)
    assert soup.text == text
    assert [(link["href"], link["rel"]) for link in soup.find_all("a")] == [
        ("https://a.example/", ["noopener", "noreferrer", "nofollow"]),
        ("https://b.example/?a=1&b=2", ["noopener", "noreferrer", "nofollow"]),
    ]
    assert soup.b is None


def test_question_with_a_place_for_evidence():
    source = (
        '{% question "So?" name="q" choices=choices number="3" comment_name="c" evidence_name="e" '
        "evidence=words %}{% endquestion %}"
    )
    soup = rendered(source, choices=[("yes", "Yes")], words="The <log>")
    assert soup.summary.text.strip() == "Comment or evidence"
    assert soup.details.has_attr("open")
    assert soup.find(attrs={"name": "e"}).text == "The <log>"
    assert soup.find(attrs={"name": "e"})["aria-label"].startswith("What shows this?")
