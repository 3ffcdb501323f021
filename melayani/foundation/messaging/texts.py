"""Message texts: `<module>/templates/<module>/messages/<name>.<language>.txt`, plain text, first line `Subject: …`."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.template import Context, Engine, Template
from django.utils import translation

from melayani.foundation.messaging.rules import MessageText, split_message
from melayani.foundation.numbers.rules import Reference


def template_path(template: str, language: str) -> str:
    """Where the text `module/name` stands in `language`."""
    module, _, name = template.partition("/")
    return f"{module}/messages/{name.removeprefix('messages/')}.{language}.txt"


def absolute(url: str) -> str:
    """The address with which a message can lead to `url`, a path on this site."""
    return f"{settings.PUBLIC_URL}{url}" if url.startswith("/") else url


def render_message(template: str, *, language: str, context: dict[str, Any], reference: Reference) -> MessageText:
    """Render the text `module/name` in `language`; `number` and `link` of the reference are there without asking.

    Subject and body are rendered apart, so that no value can end the subject line. Plain text: nothing is escaped.
    Raises TemplateDoesNotExist, BadMessageText.
    """
    source = Engine.get_default().get_template(template_path(template, language)).source
    parts = split_message(str(source))
    values = {"number": reference.number, "link": absolute(reference.url), **context}
    with translation.override(language):
        subject = _render(parts.subject, values)
        body = _render(parts.body, values)
    return MessageText(subject=" ".join(subject.split())[:200], body=body.strip() + "\n")


def _render(source: str, values: dict[str, Any]) -> str:
    return str(_compiled(Engine.get_default(), source).render(Context(values, autoescape=False)))


@lru_cache(maxsize=512)
def _compiled(engine: Engine, source: str) -> Template:
    """Every filing and every step writes a message: each text is parsed once per process."""
    return engine.from_string(source)
