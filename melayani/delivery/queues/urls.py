"""Addresses of this module. A ticket is opened by its number and its secret; screens and kiosks by their token."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path, register_converter

from melayani.delivery.queues import citizen_views as pages
from melayani.delivery.queues import officer_views as desk


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
    path(f"tiket/{own}berkas/<uuid:file>/", pages.letter_file, name="letter_file"),
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
at, counter = "<slug:slug>/", "loket/<int:pk>/"
officer: list[URLPattern | URLResolver] = [
    path("", desk.mine, name="mine"),
    path("buka/", desk.open_queue, name="open"),
    path(counter, desk.caller, name="caller"),
    path(f"{counter}keadaan/", desk.pulse, name="pulse"),
    path(f"{counter}nama/", desk.unmask, name="unmask"),
    path(f"{counter}<slug:verb>/", desk.act, name="act"),
    path(f"meja/{at}", desk.desk, name="desk"),
    path(f"meja/{at}ambil/", desk.take, name="take"),
    path(f"meja/{at}hadir/", desk.check_in, name="check_in"),
    path(f"meja/{at}nomor/<ticket_number:number>/", desk.paper, name="paper"),
    path(f"meja/{at}nomor/<ticket_number:number>/berkas/<uuid:file>/", desk.letter_file, name="letter_file"),
    path(f"meja/{at}<slug:verb>/", desk.desk_act, name="desk_act"),
    path(f"statistik/{at}", desk.statistics, name="statistics"),
    path(f"statistik/{at}xlsx/", desk.statistics_xlsx, name="statistics_xlsx"),
    path(f"perkiraan/{at}", desk.accuracy, name="accuracy"),
    path(f"atur/{at}", desk.plan, name="plan"),
    path(f"atur/{at}perangkat/<int:pk>/alamat/", desk.address, name="address"),
    path(f"atur/{at}<slug:what>/<int:pk>/", desk.edit, name="edit"),
    path(f"atur/{at}<slug:verb>/", desk.plan_act, name="plan_act"),
]
