"""Each verb of a case: the form it needs, the action it calls, and what is said when it is done."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from melayani.foundation.people import Officer
from melayani.voice.complaints import actions, choosing, rules, states
from melayani.voice.complaints.forms import office as forms
from melayani.voice.complaints.models import Complaint


@dataclass(frozen=True)
class Deed:
    """What a verb is called with: who, on which case, with which clean values and files, and when."""

    officer: Officer
    row: Complaint
    data: Mapping[str, Any]
    files: Sequence[UUID]
    now: datetime

    def call(self, action: Callable[..., object], **values: Any) -> object:
        """Call an action with actor, case and moment."""
        return action(actor=self.officer, complaint=self.row, now=self.now, **values)

    def text(self, name: str) -> str:
        return str(self.data.get(name) or "")


@dataclass(frozen=True)
class Verb:
    """A verb on the officers' pages; a `short` one has its form on the case page itself."""

    form: type[forms.VerbForm]
    do: Callable[[Deed], object]
    done: str
    short: bool = False


def _verify(deed: Deed) -> object:
    return deed.call(
        actions.verify,
        complaint_class=deed.text("complaint_class"),
        category=choosing.category(deed.text("category")),
        about=choosing.unit(deed.text("about")),
        service=choosing.service(deed.text("service")),
    )


def _set_about(deed: Deed) -> object:
    return deed.call(
        actions.set_about,
        category=choosing.category(deed.text("category")),
        about=choosing.unit(deed.text("about")),
        service=choosing.service(deed.text("service")),
    )


def _forward(deed: Deed) -> object:
    to = choosing.unit(deed.text("to"))
    if to is None:
        raise rules.InputRefused({"to": "Pilih unit penerima dari daftar."})
    return deed.call(actions.forward, to=to, instruction=deed.text("instruction"))


def _answer(deed: Deed) -> object:
    return deed.call(
        actions.answer, text=deed.text("text"), public_text=deed.text("public_text"), files=list(deed.files)
    )


def _correct(deed: Deed) -> object:
    entry = choosing.answer(deed.row, deed.text("entry"))
    if entry is None:
        raise rules.InputRefused({"entry": "Pilih jawaban yang diperbaiki."})
    return deed.call(actions.correct_answer, entry=entry, text=deed.text("text"), public_text=deed.text("public_text"))


def _merge(deed: Deed) -> object:
    master = choosing.master_for(deed.officer, deed.text("master"))
    if master is None:
        raise rules.InputRefused({"master": "Laporan dengan nomor ini tidak ada di unit Anda. Periksa nomornya."})
    return deed.call(actions.merge_into, master=master)


def _complete(deed: Deed) -> object:
    return deed.call(actions.complete, text=deed.text("text"), files=list(deed.files))


VERBS: dict[str, Verb] = {
    states.VERIFY: Verb(forms.VerifyForm, _verify, "Terverifikasi. Disposisikan ke unit yang menindaklanjuti."),
    states.FORWARD: Verb(forms.ForwardForm, _forward, "Didisposisikan. Pejabat penghubung unit itu diberi tahu."),
    states.FOLLOW_UP: Verb(
        forms.FollowUpForm,
        lambda deed: deed.call(actions.follow_up, text=deed.text("text"), public=bool(deed.data.get("public"))),
        "Tindak lanjut dicatat.",
        short=True,
    ),
    states.ANSWER: Verb(forms.AnswerForm, _answer, "Jawaban terkirim. Pelapor dapat menyatakan selesai atau belum."),
    states.CORRECT_ANSWER: Verb(forms.CorrectForm, _correct, "Jawaban diperbaiki. Jawaban lama tetap tampak."),
    states.REQUEST_COMPLETION: Verb(
        forms.CompletionForm,
        lambda deed: deed.call(actions.request_completion, question=deed.text("question")),
        "Pertanyaan terkirim. Jam berhenti sampai pelapor menjawab.",
        short=True,
    ),
    states.RETURN_DISPOSITION: Verb(
        forms.ReturnForm,
        lambda deed: deed.call(actions.return_disposition, reason=deed.text("reason")),
        "Disposisi dikembalikan.",
        short=True,
    ),
    states.REOPEN: Verb(
        forms.ReasonForm,
        lambda deed: deed.call(actions.reopen, reason=deed.text("reason")),
        "Dibuka lagi. Pelapor diberi tahu.",
        short=True,
    ),
    states.RECLASSIFY: Verb(
        forms.ReclassifyForm,
        lambda deed: deed.call(
            actions.reclassify, complaint_class=deed.text("complaint_class"), reason=deed.text("reason")
        ),
        "Golongan diubah. Jatuh tempo dihitung ulang.",
    ),
    states.SET_ABOUT: Verb(forms.SetAboutForm, _set_about, "Unit, layanan, dan kategori disimpan."),
    states.CONVERT: Verb(
        forms.ConvertForm, lambda deed: deed.call(actions.convert, kind=deed.text("kind")), "Jenis laporan diubah."
    ),
    states.MERGE_INTO: Verb(forms.MergeForm, _merge, "Digabung. Semua pelapor mendapat kabar yang sama."),
    states.PUBLISH: Verb(
        forms.PublishForm,
        lambda deed: deed.call(actions.publish, title=deed.text("title"), text=deed.text("text")),
        "Tayang untuk umum. Aslinya tetap tersegel.",
    ),
    states.REDACT: Verb(
        forms.PublishForm,
        lambda deed: deed.call(actions.redact, title=deed.text("title"), text=deed.text("text")),
        "Yang tayang sudah diganti. Aslinya tetap tersegel.",
    ),
    states.WITHHOLD: Verb(
        forms.ReasonForm,
        lambda deed: deed.call(actions.withhold, reason=deed.text("reason")),
        "Tidak ditayangkan.",
        short=True,
    ),
    states.ADD_NOTE: Verb(
        forms.NoteForm,
        lambda deed: deed.call(actions.add_note, text=deed.text("text")),
        "Catatan disimpan.",
        short=True,
    ),
    states.RECORD_EXTERNAL_NUMBER: Verb(
        forms.ExternalNumberForm,
        lambda deed: deed.call(actions.record_external_number, external_number=deed.text("external_number")),
        "Nomor LAPOR! disimpan.",
        short=True,
    ),
    states.TRANSFER_OUT: Verb(
        forms.TransferForm,
        lambda deed: deed.call(actions.transfer_out, body=deed.text("body"), reason=deed.text("reason")),
        "Dilimpahkan. Surat pelimpahan dibuat dan pelapor diberi tahu.",
    ),
    states.REJECT: Verb(
        forms.RejectForm,
        lambda deed: deed.call(actions.reject, outcome=deed.text("outcome"), reason=deed.text("reason")),
        "Ditolak. Alasannya dikirim kepada pelapor.",
    ),
    # the reporter's own verbs, written down by an officer for a reporter who came, called or wrote
    states.COMPLETE: Verb(forms.HeardForm, _complete, "Pelengkap dicatat. Jam jalan lagi."),
    states.REPLY: Verb(
        forms.HeardForm,
        lambda deed: deed.call(actions.reply, text=deed.text("text"), files=list(deed.files)),
        "Tanggapan pelapor dicatat.",
    ),
    states.CONTEST: Verb(
        forms.HeardForm,
        lambda deed: deed.call(actions.contest, reason=deed.text("text"), files=list(deed.files)),
        "Dicatat. Laporan dibuka lagi.",
    ),
}
