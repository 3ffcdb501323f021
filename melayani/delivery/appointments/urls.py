"""Addresses of this module. A booking is opened by its number and its secret."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path, register_converter

from melayani.delivery.appointments import citizen_views as pages
from melayani.delivery.appointments import officer_views as desk


class NumberConverter:
    """A booking number as we write it; anything else is no address."""

    regex = "JNJ-[0-9A-Z]{8}-[0-9A-Z]"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(NumberConverter, "booking_number")

one = "<booking_number:number>/"
own = f"{one}<str:secret>/"
place = "<slug:service>/<slug:unit>/"

citizen: list[URLPattern | URLResolver] = [
    path("", pages.index, name="index"),
    path(f"isi/{one}", pages.fill, name="fill"),
    path(f"isi/{one}lepas/", pages.release, name="release"),
    path("daftar-tunggu/<str:token>/", pages.waiting, name="waiting"),
    path("undian/<slug:slug>/", pages.draw, name="draw"),
    path(own, pages.ticket, name="ticket"),
    path(f"{own}kalender.ics", pages.calendar, name="calendar"),
    path(f"{own}ubah/", pages.change, name="change"),
    path(f"{own}batalkan/", pages.cancel, name="cancel"),
    path(f"{own}terima/", pages.accept, name="accept"),
    path(f"{own}hadir/", pages.check_in, name="check_in"),
    path(f"{own}tulis/", pages.write, name="write"),
    path(f"{own}berkas/<uuid:file>/", pages.letter_file, name="letter_file"),
    path(place, pages.days, name="days"),
    path(f"{place}tunggu/", pages.join, name="join"),
]
unit = "<slug:slug>/"

officer: list[URLPattern | URLResolver] = [
    path("", desk.units, name="units"),
    path("bentrok/", desk.conflicts, name="conflicts"),
    path(one, desk.booking, name="booking"),
    path(f"{one}ubah/", desk.change, name="change"),
    path(f"{one}buka/", desk.unmask, name="unmask"),
    path(f"{one}surat/", desk.settle, name="settle"),
    path(f"{one}hapus-data/", desk.erase, name="erase"),
    path(f"{one}berkas/<uuid:file>/", desk.letter_file, name="letter_file"),
    path(f"{one}<slug:verb>/", desk.act, name="act"),
    path(f"hari/{unit}", desk.day, name="day"),
    path(f"hari/{unit}slot/<int:pk>/", desk.capacity, name="capacity"),
    path(f"catat/{unit}<slug:service>/", desk.book, name="book"),
    path(f"rencana/{unit}", desk.plan, name="plan"),
    path(f"rencana/{unit}<slug:what>/", desk.add, name="add"),
    path(f"rencana/{unit}<slug:what>/<int:pk>/", desk.end, name="end"),
    path(f"tutup/{unit}", desk.close, name="close"),
    path(f"tutup-mal/{unit}", desk.close_mall, name="close_mall"),
]
