"""Addresses of this module, under /kantor/kalender/."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from melayani.foundation.workdays import officer_views as views

citizen: list[URLPattern | URLResolver] = []
officer: list[URLPattern | URLResolver] = [
    path("", views.offices, name="offices"),
    path("<slug:slug>/", views.office, name="office"),
    path("<slug:slug>/tahun/<int:year>/", views.year, name="year"),
    path("<slug:slug>/jam/", views.hours, name="hours"),
    path("<slug:slug>/pekan/", views.week, name="week"),
    path("<slug:slug>/mode/", views.mode, name="mode"),
    path("<slug:slug>/tutup/", views.close, name="close"),
    path("<slug:slug>/tutup/<int:pk>/buka/", views.reopen, name="reopen"),
    path("<slug:slug>/batasi/", views.restrict, name="restrict"),
    path("<slug:slug>/batasi/<int:pk>/akhiri/", views.end_restriction, name="end_restriction"),
    path("<slug:slug>/libur/", views.add_holiday, name="add_holiday"),
    path("<slug:slug>/libur/<int:pk>/hapus/", views.remove_holiday, name="remove_holiday"),
]
