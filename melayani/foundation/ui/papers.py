"""Papers and sheets that a page draws when it is asked: one way to send them, kept by nobody on the way."""

from __future__ import annotations

from django.http import HttpResponse

PDF = "application/pdf"


def sheet(content: bytes, name: str, content_type: str = PDF, *, inline: bool = False) -> HttpResponse:
    """The content as a file called `name` (letters, digits, dots and dashes), private and in no search engine."""
    answer = HttpResponse(content, content_type=content_type)
    answer["Content-Disposition"] = f'{"inline" if inline else "attachment"}; filename="{name}"'
    answer["Cache-Control"] = "private, no-store"
    answer["X-Robots-Tag"] = "noindex, nofollow"
    return answer
