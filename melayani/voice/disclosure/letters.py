"""The letters of a request: the notice in all its variants, extension, refusal decree, proof of delivery, answer."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import override

from melayani.foundation.audit import SYSTEM, Actor
from melayani.foundation.documents import actions as documents
from melayani.foundation.documents.models import Document
from melayani.foundation.numbers.rules import Reference
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.ui.format import format_day, format_moment, format_rupiah
from melayani.foundation.workdays.rules import Due, explain
from melayani.voice.disclosure.models import InformationObjection, InformationRequest, RedactionMark
from melayani.voice.disclosure.rules import deciding, law, objecting

EXTENSION, NOTICE, REFUSAL = "information_extension", "information_notice", "information_refusal"
DELIVERY, ANSWER = "information_delivery", "information_objection_answer"
PPID = "Pejabat Pengelola Informasi dan Dokumentasi"
MARKS_AT_MOST = 1000

Section = dict[str, Any]


def issue_extension(row: InformationRequest, *, actor: Actor, now: datetime) -> Document:
    """The written reason for more time."""
    with override("id"):
        was, will = format_day(row.first_due_at, row.desk), format_day(row.due_at, row.desk)
        sections: list[Section] = [
            {
                "heading": "Perpanjangan waktu",
                "paragraphs": [
                    f"Pemberitahuan tertulis atas permintaan ini semula paling lambat {was}. "
                    f"Waktunya kami perpanjang {row.extension_days} hari kerja, menjadi paling lambat {will}.",
                    "Perpanjangan ini hanya satu kali.",
                ],
            },
            {"heading": "Alasan", "paragraphs": [row.extension_reason]},
            {"heading": "Cara menghitung", "paragraphs": _counted(row.due_explanation)},
        ]
        return _issue(row, EXTENSION, "Pemberitahuan perpanjangan waktu", sections, actor=actor, now=now)


def issue_notice(row: InformationRequest, *, actor: Actor, now: datetime) -> Document:
    """The written notice of the decision; a refusal (whole or part) also gets the decree of refusal."""
    with override("id"):
        if row.decision in deciding.NEEDS_GROUND:
            _issue(row, REFUSAL, "Keputusan penolakan permintaan informasi", _refusal(row), actor=actor, now=now)
        sections = [*_decision(row), *_redactions(row), *_cost(row), *_rights(row)]
        return _issue(row, NOTICE, "Pemberitahuan tertulis atas permintaan informasi", sections, actor=actor, now=now)


def issue_delivery(row: InformationRequest, *, actor: Actor, now: datetime) -> Document:
    """The proof that the information was handed over: when, how, to whom, which files."""
    with override("id"):
        files = row.files.filter(kind="delivered", round=row.round).select_related("attachment").order_by("pk")
        rows = [
            [str(place), file.attachment.name, "sebagian dihitamkan" if file.original_id else "utuh"]
            for place, file in enumerate(files, 1)
        ]
        facts = [
            ("Diserahkan", format_moment(row.delivered_at, row.desk)),
            ("Bentuk", row.get_copy_form_display() or row.get_manner_display()),
            ("Cara", row.get_medium_display()),
            ("Diterima oleh", row.delivered_to or holder_of(row)),
        ]
        if row.paid_at:
            facts.append(("Biaya dibayar", f"{format_rupiah(row.cost)}, {row.get_payment_way_display().lower()}"))
        handed: Section = {"heading": "Penyerahan", "facts": facts}
        listed: Section = {"heading": "Berkas", "headers": ["No.", "Berkas", "Keadaan"], "rows": rows}
        note: Section = {"heading": "Catatan", "paragraphs": [row.delivery_note]}
        sections = [handed, *([listed] if rows else []), *([note] if row.delivery_note else [])]
        return _issue(row, DELIVERY, "Bukti penyerahan informasi", sections, actor=actor, now=now)


def issue_answer(objection: InformationObjection, *, actor: Actor, now: datetime) -> Document:
    """The superior's written answer to an objection, with the name and post of who gives it."""
    row = objection.request
    grounds = law.objection_grounds()
    with override("id"):
        sections: list[Section] = [
            {
                "heading": "Keberatan",
                "facts": [
                    ("Nomor keberatan", objection.number),
                    ("Nomor register", objection.register_label),
                    ("Diterima", format_moment(objection.lodged_at, objection.desk)),
                ],
                "headers": ["Huruf", "Alasan keberatan"],
                "rows": [[key, grounds[key].label] for key in objection.grounds],
            },
            {"heading": "Kasus posisi", "paragraphs": [objection.case_position]},
            {
                "heading": "Keputusan atasan",
                "paragraphs": [f"{objection.get_outcome_display()}.", objection.answer, _order(objection)],
            },
            {"heading": "Bila Anda tidak menerima jawaban ini", "paragraphs": dispute_words(objection)},
        ]
        signer = {"role": objection.superior_post, "unit": row.desk.name, "name": objection.superior_name}
        return _issue(
            row,
            ANSWER,
            "Tanggapan atas keberatan",
            sections,
            actor=actor,
            now=now,
            signer=signer,
            reference=objection.reference,
        )


def notice_words(row: InformationRequest) -> dict[str, Any]:
    """What the message about a decision tells; the wording stands in its template."""
    ground = law.refusal_grounds().get(row.ground)
    return {
        "decision": row.decision,
        "ground": ground.words if ground else "",
        "reason": row.reason,
        "holder": row.holder,
        "cost": row.cost,
        "cost_note": row.cost_note,
        "note": row.decision_note,
    }


def dispute_words(objection: InformationObjection) -> list[str]:
    """What can follow the superior's answer. An unverified limit is told as what offices write, never as law."""
    stage = law.stages(objection.lodged_at.date())[law.DISPUTE]
    words = ["Anda dapat membawa sengketa ini ke Komisi Informasi."]
    if objection.dispute_until is None:
        return words
    until = format_day(objection.dispute_until, objection.desk)
    if stage.verified:
        return [*words, f"Ajukan paling lambat {until} ({stage.amount} hari kerja sejak jawaban ini)."]
    return [
        *words,
        f"Supaya aman, ajukan sebelum {until}. Tanyakan batas waktu yang berlaku kepada Komisi Informasi.",
    ]


def redaction_sections(row: InformationRequest) -> list[Section]:
    """The list of what was blacked out, for the notice and for reading alone."""
    return _redactions(row)


def holder_of(row: InformationRequest) -> str:
    """The name on letters; who asked for secrecy is named by the number."""
    if row.secret_identity:
        return f"Pemohon {row.number}"
    if row.body_name:
        return f"{row.name}, {row.body_name}"
    return f"{row.name}, kuasa dari {row.principal}" if row.principal else row.name


def _decision(row: InformationRequest) -> list[Section]:
    said = {
        deciding.GRANTED: "Permintaan dikabulkan seluruhnya. Informasi ini kami kuasai.",
        deciding.PARTLY_GRANTED: "Permintaan dikabulkan sebagian. Informasi ini kami kuasai; bagian yang dikecualikan "
        "dihitamkan.",
        deciding.REFUSED: "Permintaan ditolak. Informasi ini kami kuasai, tetapi dikecualikan.",
        deciding.NOT_HELD: "Informasi ini tidak kami kuasai.",
        deciding.ELSEWHERE: f"Informasi ini tidak kami kuasai. Yang menguasainya: {row.holder}.",
    }[row.decision]
    sections: list[Section] = [{"heading": "Keputusan", "paragraphs": [said]}]
    ground = law.refusal_grounds().get(row.ground)
    if ground:
        sections.append({"heading": "Dasar penolakan", "paragraphs": [f"{ground.words}."]})
    if row.reason:
        sections.append({"heading": "Alasan", "paragraphs": [row.reason]})
    if row.decision in deciding.GIVES:
        form = row.get_copy_form_display() or row.get_manner_display()
        facts = [("Bentuk", form), ("Cara menerima", row.get_medium_display())]
        sections.append({"heading": "Cara mendapat informasi", "facts": facts, "paragraphs": [row.decision_note]})
    elif row.decision_note:
        sections.append({"heading": "Catatan", "paragraphs": [row.decision_note]})
    return sections


def _refusal(row: InformationRequest) -> list[Section]:
    sections: list[Section] = [
        {
            "heading": "Menimbang",
            "paragraphs": [
                f"Permintaan informasi nomor {row.number} telah diperiksa.",
                f"Yang diminta: {row.information}",
            ],
        },
        {"heading": "Dasar", "paragraphs": [f"{law.refusal_grounds()[row.ground].words}."]},
    ]
    if row.exclusion is not None:
        one = row.exclusion
        consequences = [f"Bila dibuka: {one.consequence_open}", f"Bila ditutup: {one.consequence_closed}"]
        sections.append(
            {
                "heading": "Uji konsekuensi",
                "paragraphs": [f"Dasar hukum: {one.legal_basis}", *consequences, f"Jangka waktu: {one.duration}"],
            }
        )
    part = "sebagian " if row.decision == deciding.PARTLY_GRANTED else ""
    decided = [f"Menolak {part}permintaan informasi tersebut.", row.reason]
    return [*sections, {"heading": "Memutuskan", "paragraphs": decided}]


def _redactions(row: InformationRequest) -> list[Section]:
    marks = RedactionMark.objects.filter(file__request=row, file__round=row.round).select_related("file__attachment")
    grounds = law.refusal_grounds()
    rows = [
        [
            mark.file.attachment.name,
            str(mark.page or "-"),
            mark.what,
            f"Pasal {grounds[mark.ground].article} huruf {grounds[mark.ground].letter}",
        ]
        for mark in marks.order_by("file_id", "position")[:MARKS_AT_MOST]
    ]
    headers = ["Berkas", "Halaman", "Yang dihitamkan", "Dasar"]
    return [{"heading": "Bagian yang dihitamkan", "headers": headers, "rows": rows}] if rows else []


def _cost(row: InformationRequest) -> list[Section]:
    if row.decision not in deciding.GIVES:
        return []
    words = [f"{format_rupiah(row.cost)}. {row.cost_note}"] if row.cost else ["Gratis."]
    return [{"heading": "Biaya", "paragraphs": words}]


def _rights(row: InformationRequest) -> list[Section]:
    window = row.windows.order_by("-closes_at").first()
    if window is None:
        return []
    until = format_day(window.closes_at, row.desk)
    words = f"Anda boleh menyampaikan keberatan kepada atasan PPID paling lambat {until}, di halaman permintaan Anda."
    return [{"heading": "Bila Anda tidak setuju", "paragraphs": [words]}]


def _order(objection: InformationObjection) -> str:
    if objection.outcome == objecting.REJECTED:
        return "Keputusan PPID tetap."
    return "PPID memproses lagi permintaan ini dan memberi pemberitahuan tertulis yang baru."


def _counted(explanation: dict[str, Any]) -> list[str]:
    return list(explain(Due.from_json(explanation), "id"))


def _issue(
    row: InformationRequest,
    kind: str,
    title: str,
    sections: list[Section],
    *,
    actor: Actor,
    now: datetime,
    signer: dict[str, str] | None = None,
    reference: Reference | None = None,
) -> Document:
    """Issue by the platform for the case: the right was asked by the verb that calls."""
    return documents.issue(
        template="disclosure/notice",
        title=title,
        kind=kind if row.round == 1 or reference else f"{kind}_{row.round}",
        inputs={"facts": _facts(row), "sections": whole(sections), "signer": signer or ppid_signer(row.desk, actor)},
        reference=reference or row.reference,
        organisation=row.desk,
        holder_name=holder_of(row),
        actor=SYSTEM,
        now=now,
    )


def whole(sections: list[Section]) -> list[Section]:
    """Sections without empty paragraphs."""
    return [{**one, "paragraphs": [text for text in one.get("paragraphs", ()) if text]} for one in sections]


def ppid_signer(desk: Organisation, actor: Actor) -> dict[str, str]:
    """Who answers for a letter of the information officer."""
    return {"role": PPID, "unit": desk.name, "name": str(getattr(actor, "name", ""))}


def _facts(row: InformationRequest) -> list[tuple[str, str]]:
    address = [] if row.secret_identity else [("Alamat", row.address)]
    return [
        ("Kepada", holder_of(row)),
        *address,
        ("Permintaan informasi", row.number),
        ("Nomor register", row.register_label),
        ("Diterima", format_moment(row.received_at, row.desk)),
        ("Badan publik", row.organisation.name),
        ("Informasi yang diminta", row.information),
    ]
