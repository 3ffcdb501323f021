"""The survey after a service: the links of one's own finished cases. The answers stay apart from the conversation."""

from __future__ import annotations

from django.utils.translation import gettext as _

from melayani.delivery.applications import access as applications
from melayani.delivery.queues import access as queues
from melayani.entrances.whatsapp.talk import Reply, Talk
from melayani.voice.surveys import queries as surveys

LOOKED_AT = 5


def begin(talk: Talk, about: str) -> Reply:
    """The surveys that this contact may still answer; one query for each of the last cases."""
    cases = [(row.service.title, row.reference) for row in applications.of_contact(talk.contact.pk)[:LOOKED_AT]]
    visits = queues.served_of_contact(talk.contact.pk)[:LOOKED_AT]
    cases += [(row.line.service.title, row.reference) for row in visits]
    links = [(title, surveys.invitation_link_for(reference, now=talk.now)) for title, reference in cases]
    lines = [f"{title}: {link}" for title, link in links if link]
    if not lines:
        text = _("Belum ada urusan selesai dari nomor ini yang dapat dinilai. Undangannya kami kirim sesudah selesai.")
        return talk.end(text)
    text = _("Terima kasih mau menilai. Sembilan pertanyaan, sekitar dua menit; jawaban Anda tidak memuat nama.")
    return talk.end("\n\n".join([text, *lines]))
