"""Stored files on their way out: always as a download, never as a page of ours."""

from django.http import FileResponse

from cip.programs.models import ArtefactVersion


def attachment(version: ArtefactVersion) -> FileResponse | None:
    """The file under its own name; None when the storage has lost it.

    Whatever is inside, the browser gets bytes to save: no sniffing, no scripts, no frames.
    """
    try:
        content = version.file.open("rb")
    except FileNotFoundError:
        return None
    response = FileResponse(
        content,
        as_attachment=True,
        filename=version.file_name,
        content_type="application/octet-stream",
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response
