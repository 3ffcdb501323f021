"""What an officer may do on the page of a version: the form of each verb, the action behind it, what is said after."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms as django_forms

from melayani.delivery.catalogue import actions, states
from melayani.delivery.catalogue.forms import process as forms
from melayani.delivery.catalogue.models import Standard
from melayani.foundation.attachments import actions as attachments
from melayani.foundation.attachments.rules import FileRefused
from melayani.foundation.people import Officer

Do = Callable[[Standard, Mapping[str, Any], Officer, datetime], object]
OPEN = frozenset(states.STATES) - states.FROZEN
MADE = frozenset({states.DRAFT, states.IN_CONSULTATION, states.AGREED, states.DECREED})


class FileRefusedHere(Exception):
    """The upload cannot be taken; the text says why."""


@dataclass(frozen=True)
class Verb:
    """One verb: its form, its action, the sentence after it, the states in which it is offered."""

    form: type[django_forms.Form]
    do: Do
    said: str
    states: frozenset[str]


def uploaded(data: Mapping[str, Any], *, actor: Officer, now: datetime) -> dict[str, Any]:
    """The cleaned data with the upload stored and named by its id; raises FileRefusedHere."""
    found = dict(data)
    if "file" in found and found["file"] is not None:
        try:
            found["file"] = attachments.store(upload=found["file"], actor=actor, now=now, purpose="standard").pk
        except FileRefused as refused:
            raise FileRefusedHere(str(refused)) from refused
    return found


def _calls(action: Callable[..., object]) -> Do:
    """The action with the form's fields as they are named."""
    return lambda standard, data, actor, now: action(standard=standard, actor=actor, now=now, **data)


def _moves(step: str) -> Do:
    return lambda standard, data, actor, now: actions.move(standard=standard, action=step, actor=actor, now=now)


class _RemoveForm(django_forms.Form):
    member = django_forms.IntegerField(widget=django_forms.HiddenInput)


class _RemoveMediumForm(django_forms.Form):
    publication = django_forms.IntegerField(widget=django_forms.HiddenInput)


class _RemoveOriginForm(django_forms.Form):
    origin = django_forms.IntegerField(widget=django_forms.HiddenInput)


VERBS: dict[str, Verb] = {
    "anggota": Verb(forms.MemberForm, _calls(actions.add_member), "Anggota tim dicatat.", OPEN),
    "hapus-anggota": Verb(_RemoveForm, _calls(actions.remove_member), "Anggota tim dihapus.", OPEN),
    "keadaan": Verb(forms.PresentForm, _calls(actions.note_present_state), "Keadaan sekarang dicatat.", OPEN),
    "bahas": Verb(
        forms.NothingForm,
        _moves("consult"),
        "Rancangan dibahas dengan masyarakat. Isinya tidak berubah selama itu.",
        frozenset({states.DRAFT}),
    ),
    "kembalikan": Verb(
        forms.NothingForm,
        _moves("redraft"),
        "Kembali menjadi rancangan. Isinya dapat diubah lagi.",
        frozenset({states.IN_CONSULTATION}),
    ),
    "pembahasan": Verb(
        forms.DiscussionForm,
        _calls(actions.record_discussion),
        "Pembahasan dicatat.",
        frozenset({states.IN_CONSULTATION}),
    ),
    "berita-acara": Verb(
        forms.MinutesForm,
        _calls(actions.add_minutes),
        "Berita acara dicatat.",
        frozenset({states.IN_CONSULTATION}),
    ),
    "sepakati": Verb(
        forms.NothingForm,
        _moves("agree"),
        "Isi standar disepakati. Berikutnya: keputusan.",
        frozenset({states.IN_CONSULTATION}),
    ),
    "tetapkan": Verb(
        forms.DecreeForm,
        _calls(actions.decree),
        "Keputusan dicatat. Berikutnya: umumkan.",
        frozenset({states.AGREED}),
    ),
    "umumkan": Verb(
        forms.PublishForm,
        _calls(actions.publish),
        "Standar berlaku dan tampil untuk warga. Catat juga media lain beserta buktinya.",
        frozenset({states.DECREED}),
    ),
    "media": Verb(forms.MediumForm, _calls(actions.record_publication), "Media dicatat.", states.IN_FORCE),
    "hapus-media": Verb(
        _RemoveMediumForm, _calls(actions.withdraw_publication), "Media dihapus dari catatan.", states.IN_FORCE
    ),
    "periksa": Verb(forms.CheckForm, _calls(actions.record_check), "Hasil pemeriksaan dicatat.", states.IN_FORCE),
    "jadwal": Verb(forms.ReviewDueForm, _calls(actions.plan_review), "Tanggal tinjauan disimpan.", states.IN_FORCE),
    "tinjau": Verb(
        forms.NothingForm,
        _moves("review"),
        "Tinjauan dimulai. Standar tetap berlaku selama ditinjau.",
        frozenset({states.PUBLISHED}),
    ),
    "pertahankan": Verb(
        forms.KeepForm,
        _calls(actions.finish_review),
        "Tinjauan selesai; standar tetap berlaku.",
        frozenset({states.UNDER_REVIEW}),
    ),
    "sebab": Verb(
        forms.OriginForm,
        _calls(actions.note_origin),
        "Sebab perubahan dicatat dan dibaca warga.",
        MADE | states.IN_FORCE,
    ),
    "hapus-sebab": Verb(
        _RemoveOriginForm, _calls(actions.withdraw_origin), "Sebab perubahan dihapus.", MADE | states.IN_FORCE
    ),
}
