"""Where each address leads. Citizens' pages stand without a prefix in Indonesian and under /en/ in English."""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from melayani.delivery.announcements import urls as announcements
from melayani.delivery.applications import urls as applications
from melayani.delivery.appointments import urls as appointments
from melayani.delivery.catalogue import urls as catalogue
from melayani.delivery.queues import urls as queues
from melayani.entrances.api import urls as api
from melayani.entrances.mailbox import urls as mailbox
from melayani.entrances.office import urls as office
from melayani.entrances.open311 import urls as open311
from melayani.entrances.portal import urls as portal
from melayani.foundation.documents import urls as documents
from melayani.foundation.people import urls as people
from melayani.foundation.webhooks import urls as webhooks
from melayani.foundation.workdays import urls as workdays
from melayani.oversight.evaluation import urls as evaluation
from melayani.oversight.facilities import urls as facilities
from melayani.oversight.innovations import urls as innovations
from melayani.oversight.reporting import urls as reporting
from melayani.oversight.training import urls as training
from melayani.voice.complaints import urls as complaints
from melayani.voice.consultations import urls as consultations
from melayani.voice.disclosure import urls as disclosure
from melayani.voice.surveys import urls as surveys

handler400 = "melayani.entrances.portal.errors.bad_request"
handler403 = "melayani.entrances.portal.errors.forbidden"
handler404 = "melayani.entrances.portal.errors.not_found"
handler500 = "melayani.entrances.portal.errors.server_error"

urlpatterns = [
    *portal.machine,
    *queues.machine,
    path("api/v1/", include(api.machine)),
    path("open311/", include((open311.machine, "open311"))),
    path("webhooks/mail/", include((mailbox.machine, "mailbox"))),
    path("kantor/", include(people.officer)),
    path("kantor/", include(office.officer)),
    path("kantor/permohonan/", include((applications.officer, "applications_office"))),
    path("kantor/pengaduan/", include((complaints.officer, "complaints_office"))),
    path("kantor/janji-temu/", include((appointments.officer, "appointments_office"))),
    path("kantor/antrean/", include((queues.officer, "queues_office"))),
    path("kantor/pengumuman/", include((announcements.officer, "announcements_office"))),
    path("kantor/kalender/", include((workdays.officer, "workdays_office"))),
    path("kantor/dokumen/", include((documents.officer, "documents_office"))),
    path("kantor/webhook/", include((webhooks.officer, "webhooks_office"))),
    path("kantor/informasi-publik/", include((disclosure.officer, "disclosure_office"))),
    path("kantor/evaluasi/", include((evaluation.officer, "evaluation_office"))),
    path("kantor/sarana/", include((facilities.officer, "facilities_office"))),
    path("kantor/inovasi/", include((innovations.officer, "innovations_office"))),
    path("kantor/laporan/", include((reporting.officer, "reporting_office"))),
    path("kantor/acara/", include((training.officer, "training_office"))),
    path("kantor/mal/", include((catalogue.officer, "catalogue_office"))),
    path("kantor/standar/", include((catalogue.standard, "standards_office"))),
    path("kantor/survei/", include((surveys.officer, "surveys_office"))),
    path("kantor/konsultasi/", include((consultations.officer, "consultations_office"))),
    path("kantor/surat-masuk/", include((mailbox.officer, "mailbox_office"))),
    *i18n_patterns(
        path("", include((portal.citizen, "portal"))),
        path("permohonan/", include((applications.citizen, "applications"))),
        path("pengaduan/", include((complaints.citizen, "complaints"))),
        path("janji-temu/", include((appointments.citizen, "appointments"))),
        path("antrean/", include((queues.citizen, "queues"))),
        path("pengumuman/", include((announcements.citizen, "announcements"))),
        path("verifikasi/", include((documents.citizen, "documents"))),
        path("informasi-publik/", include((disclosure.citizen, "disclosure"))),
        path("penilaian/", include((evaluation.citizen, "evaluation"))),
        path("survei/", include((surveys.citizen, "surveys"))),
        path("inovasi/", include((innovations.citizen, "innovations"))),
        path("sarana/", include((facilities.citizen, "facilities"))),
        path("konsultasi/", include((consultations.citizen, "consultations"))),
        path("acara/", include((training.citizen, "training"))),
        prefix_default_language=False,
    ),
]
