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
    """The file with answer and comment written beside items: {item: (answer, comment)}."""
    book = load_workbook(BytesIO(data))
    sheet = book["Questions"]
    key = next(cell.column for cell in sheet[1] if cell.value == KEY)
    rows = {row[key - 1].value: row for row in sheet.iter_rows(min_row=3)}
    for item, (answer, comment) in answers.items():
        row = rows[str(item.pk)]
        row[3].value, row[4].value = answer, comment
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
