"""Sheets taken away and filled in as people do, for tests."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from assessments.rules.answer_sheet import KEY


def address(secret, name="fill_sheet"):
    return reverse(f"links:{name}", args=[secret])


def taken_away(client, secret):
    """The file as downloaded."""
    answer = client.get(address(secret, "fill_sheet_file"))
    assert answer.status_code == 200
    return answer.content


def filled_in(data, answers):
    """The file with words written beside items: {item: (answer, comment[, evidence])}."""
    book = load_workbook(BytesIO(data))
    sheet = book["Questions"]
    key = next(cell.column for cell in sheet[1] if cell.value == KEY)
    rows = {row[key - 1].value: row for row in sheet.iter_rows(min_row=3)}
    for item, words in answers.items():
        for place, text in enumerate(words, start=3):
            rows[str(item.pk)][place].value = text
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def handed_in(client, secret, data, name="answers.xlsx"):
    """What the page says to the file."""
    return client.post(address(secret), {"file": SimpleUploadedFile(name, data)})


def stored(client, secret, page, **choices):
    """Store what the page showed."""
    sent = {"rows": page.context["lines"], **choices}
    return client.post(address(secret, "fill_sheet_take"), sent)
