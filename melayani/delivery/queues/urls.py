"""Addresses of this module. A ticket is opened by its number and its secret; screens and kiosks by their token."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, register_converter


class TicketNumberConverter:
    """A ticket number as we write it; anything else is no address."""

    regex = "ATR-[0-9A-Z]{8}-[0-9A-Z]"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(TicketNumberConverter, "ticket_number")

own = "<ticket_number:number>/<str:secret>/"

citizen: list[URLPattern | URLResolver] = []
machine: list[URLPattern | URLResolver] = []
officer: list[URLPattern | URLResolver] = []
