"""Addresses of this module: the public under `pengumuman/`, officers under `kantor/pengumuman/`."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from melayani.delivery.announcements import citizen_views as pages
from melayani.delivery.announcements.officer_views import acting, media, reading, writing

one = "<slug:slug>/"
citizen: list[URLPattern | URLResolver] = [
    path("", pages.index, name="index"),
    path("umpan.atom", pages.feed, name="feed"),
    path("kalender.ics", pages.calendar, name="calendar"),
    path("instansi/<slug:slug>/umpan.atom", pages.feed, name="office_feed"),
    path("instansi/<slug:slug>/kalender.ics", pages.calendar, name="office_calendar"),
    path("ikuti/<slug:what>/<str:key>/", pages.follow, name="follow"),
    path("berhenti/<str:token>/", pages.leave, name="leave"),
    path(one, pages.page, name="page"),
    path(f"{one}kartu-<slug:shape>.png", pages.card, name="card"),
]
officer: list[URLPattern | URLResolver] = [
    path("", reading.desk, name="list"),
    path("baru/", writing.choose, name="choose"),
    path("baru/<slug:office>/", writing.new, name="new"),
    path(one, reading.record, name="record"),
    path(f"{one}ubah/", writing.edit, name="edit"),
    path(f"{one}kartu-<slug:shape>.png", reading.card, name="card"),
    path(f"{one}periksa/", acting.check, name="check"),
    path(f"{one}terbitkan/", acting.publish, name="publish"),
    path(f"{one}perpanjang/", acting.extend, name="extend"),
    path(f"{one}tarik/", acting.withdraw, name="withdraw"),
    path(f"{one}hentikan/", acting.stop, name="stop"),
    path(f"{one}lanjutkan/", acting.resume, name="resume"),
    path(f"{one}media/", media.note, name="media"),
    path(f"{one}media/<uuid:file>/", media.file, name="file"),
]
