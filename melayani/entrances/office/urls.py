"""Addresses of the office door, under /kantor/."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from melayani.entrances.office import conversation_views, officer_views

officer: list[URLPattern | URLResolver] = [
    path("", officer_views.desk, name="office_desk"),
    path("cari/", officer_views.search, name="office_search"),
    path("alihkan/pengaduan/<str:number>/", officer_views.convert_report, name="office_convert_report"),
    path("alihkan/informasi/<str:number>/", officer_views.convert_request, name="office_convert_request"),
    path("permohonan/<str:number>/panggil/", officer_views.call_owner, name="office_call_owner"),
    path("antrean/nomor/<str:number>/permohonan/", officer_views.file_for_ticket, name="office_file_for_ticket"),
    path("pesan/", officer_views.sent_messages, name="office_messages"),
    path("pesan/templat/", officer_views.message_forms, name="office_message_forms"),
    path("pesan/<int:pk>/ulang/", officer_views.send_again, name="office_message_again"),
    path("telepon/", officer_views.telephone, name="office_telephone"),
    path("telepon/penelepon/", officer_views.telephone_caller, name="office_telephone_caller"),
    path("telepon/catat/", officer_views.telephone_note, name="office_telephone_note"),
    path("riwayat/", officer_views.history, name="office_history"),
    path("percakapan/", conversation_views.conversations, name="office_conversations"),
    path("percakapan/<int:pk>/", conversation_views.conversation, name="office_conversation"),
    path(
        "percakapan/<int:pk>/berkas/<uuid:file>/",
        conversation_views.conversation_file,
        name="office_conversation_file",
    ),
    path("percakapan/<int:pk>/<slug:verb>/", conversation_views.act, name="office_conversation_act"),
]
