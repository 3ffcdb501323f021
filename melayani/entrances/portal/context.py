"""The frame of every page: what it is, what is limited today, the officer's rail. Nothing is read until it is shown."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils import timezone, translation

from melayani.entrances.portal import rail
from melayani.entrances.portal.composing.bands import Band, bands
from melayani.foundation.organisations.queries import is_demonstration
from melayani.foundation.people import Officer, officer_of


def frame(request: HttpRequest) -> dict[str, Any]:
    """`frame` for the templates."""
    return {"frame": Frame(request)}


@dataclass
class Frame:
    """What surrounds a page; each value is read once, at its first use."""

    request: HttpRequest

    @property
    def theme(self) -> str:
        """The second file of tokens, when the operator chose one."""
        return f"ui/theme-{settings.THEME}.css" if settings.THEME else ""

    @cached_property
    def demonstration(self) -> bool:
        return is_demonstration()

    @cached_property
    def notices(self) -> list[Band]:
        """Announcements in force for everybody and for what the page is about, then what the whole platform limits."""
        return bands(self.request, timezone.now())

    @cached_property
    def officer(self) -> Officer | None:
        return officer_of(self.request)

    @property
    def unit_name(self) -> str:
        organisations = self.officer.organisations if self.officer else []
        return str(organisations[0]) if organisations else ""

    @cached_property
    def rail(self) -> list[rail.Group]:
        talks = bool(settings.WHATSAPP_APP_SECRET) or getattr(self.request, "in_demonstration", False)
        return rail.groups(self.officer, self.request.path, timezone.now(), talks=talks) if self.officer else []

    @cached_property
    def other_language_url(self) -> str:
        """This page in the other language; "" where there is only one."""
        here = self.request.get_full_path() if self.request.method == "GET" else self.request.path
        other = "id" if translation.get_language() == "en" else "en"
        there = translate_url(here, other)
        return there if there != here else ""
