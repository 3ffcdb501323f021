"""Addresses of this module. A ticket is opened by its number and its secret; screens and kiosks by their token."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path, register_converter

from melayani.delivery.queues import citizen_views as pages


class TicketNumberConverter:
    """A ticket number as we write it; anything else is no address."""

    regex = "ATR-[0-9A-Z]{8}-[0-9A-Z]"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(TicketNumberConverter, "ticket_number")

own = "<ticket_number:number>/<str:secret>/"

citizen: list[URLPattern | URLResolver] = [
    path("", pages.index, name="index"),
    path(f"tiket/{own}", pages.ticket, name="ticket"),
    path(f"tiket/{own}keadaan/", pages.state, name="state"),
    path(f"tiket/{own}keluar/", pages.leave, name="leave"),
    path(f"tiket/{own}cetak/", pages.paper, name="paper"),
    path("hadir/<booking_number:number>/<str:secret>/", pages.hadir, name="check_in"),
    path("<slug:slug>/", pages.board, name="board"),
    path("<slug:slug>/keadaan/", pages.board_state, name="board_state"),
    path("<slug:slug>/ambil/<str:door>/", pages.door, name="door"),
]
screen, kiosk = "layar/<str:token>/", "kios/<str:token>/"
machine: list[URLPattern | URLResolver] = [
    path(screen, pages.screen, name="queue_screen"),
    path(f"{screen}keadaan/", pages.screen_state, name="queue_screen_state"),
    path(kiosk, pages.kiosk, name="queue_kiosk"),
    path(f"{kiosk}ambil/", pages.take, name="queue_kiosk_take"),
    path(f"{kiosk}hadir/", pages.check_in, name="queue_kiosk_check_in"),
    path(f"{kiosk}detak/", pages.beat, name="queue_kiosk_beat"),
    path(f"{kiosk}cetak/<ticket_number:number>/", pages.printed, name="queue_kiosk_ticket"),
]
officer: list[URLPattern | URLResolver] = []
