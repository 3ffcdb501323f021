"""Addresses of this door: the same resources at the shared endpoint, at each agency's, and at their test twins."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path, register_converter

from melayani.entrances.open311 import machine_views as pages


class Form:
    """The ending of an address that says which format is wanted."""

    regex = "xml|json"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class Word:
    """An id, a code or a token in an address; it may be missing, which has an answer of its own."""

    regex = r"[^/]*"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Form, "form")
register_converter(Word, "word")


def _resources(prefix: str, *, test: bool) -> list[URLPattern | URLResolver]:
    given = {"test": test}
    mark = "test-" if test else ""
    return [
        path(f"{prefix}discovery.<form:form>", pages.discovery, given, name=f"{mark}discovery"),
        path(f"{prefix}services.<form:form>", pages.services, given, name=f"{mark}services"),
        path(f"{prefix}services/<word:code>.<form:form>", pages.definition, given, name=f"{mark}definition"),
        path(f"{prefix}requests.<form:form>", pages.requests, given, name=f"{mark}requests"),
        path(f"{prefix}requests/<word:number>.<form:form>", pages.one_request, given, name=f"{mark}request"),
        path(f"{prefix}tokens/<word:token>.<form:form>", pages.token, given, name=f"{mark}token"),
        path(f"{prefix}servicerequestupdates.<form:form>", pages.updates, given, name=f"{mark}updates"),
    ]


machine: list[URLPattern | URLResolver] = [
    path("v2/openapi.json", pages.openapi, name="openapi"),
    *_resources("v2/", test=False),
    *_resources("v2/<slug:agency>/", test=False),
    *_resources("test/v2/", test=True),
    *_resources("test/v2/<slug:agency>/", test=True),
    path("", pages.nowhere, name="nowhere"),
    path("<path:rest>", pages.nowhere, name="nowhere-else"),
]
