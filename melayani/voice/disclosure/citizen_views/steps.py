"""The screens of a request in their order, what was answered on each, and what is still missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms as django_forms
from django.utils.translation import gettext

from melayani.voice.disclosure import drafts, forms
from melayani.voice.disclosure.models.drafts import Draft
from melayani.voice.disclosure.rules import asking
from melayani.voice.disclosure.rules.words import gettext_noop

WHO, BODY, PROXY, WHAT, HOW, PAPERS, CONTACT = "siapa", "badan", "kuasa", "informasi", "bentuk", "bukti", "kontak"


@dataclass(frozen=True)
class Screen:
    """One screen: its word in the address, its heading, why it is asked, and its form."""

    key: str
    title: str
    purpose: str
    form: type[django_forms.Form]


SCREENS = {
    one.key: one
    for one in (
        Screen(
            WHO,
            gettext_noop("Siapa yang meminta?"),
            gettext_noop("Undang-undang meminta kantor mencatat nama dan alamat pemohon dalam buku register."),
            forms.WhoForm,
        ),
        Screen(
            BODY,
            gettext_noop("Badan atau kelompok mana?"),
            gettext_noop("Nama ini berdiri pada surat jawaban, di samping nama Anda."),
            forms.BodyForm,
        ),
        Screen(
            PROXY,
            gettext_noop("Siapa yang memberi Anda kuasa?"),
            gettext_noop("Nama ini berdiri pada surat jawaban, di samping nama Anda."),
            forms.ProxyForm,
        ),
        Screen(
            WHAT,
            gettext_noop("Informasi apa, dan untuk apa?"),
            gettext_noop("Makin jelas permintaannya, makin cepat petugas menemukannya."),
            forms.WhatForm,
        ),
        Screen(
            HOW,
            gettext_noop("Bagaimana Anda ingin mendapatkannya?"),
            gettext_noop("Petugas memakai cara yang Anda pilih, bila informasinya ada dalam bentuk itu."),
            forms.HowForm,
        ),
        Screen(
            PAPERS,
            gettext_noop("Lampirkan bukti diri"),
            gettext_noop(
                "KTP, akta badan hukum, atau surat kuasa. Boleh dilewati dan disusulkan. "
                "Kami menghapusnya 30 hari setelah permintaan ditutup."
            ),
            forms.PapersForm,
        ),
        Screen(
            CONTACT,
            gettext_noop("Ke mana kami mengabari Anda?"),
            gettext_noop("Isi salah satu. Kami mengirim kode untuk memastikan kabar sampai kepada Anda."),
            forms.ContactForm,
        ),
    )
}
BETWEEN = {asking.BODY: BODY, asking.GROUP: BODY, asking.PROXY: PROXY}
Raw = Mapping[str, Mapping[str, Any]]


def screens(raw: Raw) -> list[Screen]:
    """The screens that this asker sees, in order."""
    between = BETWEEN.get(str(raw.get(WHO, {}).get("kind", "")), "")
    keys = [WHO, *([between] if between else []), WHAT, HOW, PAPERS, CONTACT]
    return [SCREENS[key] for key in keys]


def applicant(raw: Raw) -> asking.Applicant:
    """Who asks, in the shape of the rules; screens left behind by another choice do not count."""
    who, contact = raw.get(WHO, {}), raw.get(CONTACT, {})
    between = raw.get(BETWEEN.get(str(who.get("kind", "")), ""), {})
    return asking.Applicant(
        name=who.get("name", ""),
        kind=who.get("kind", asking.PERSON),
        address=who.get("address", ""),
        occupation=who.get("occupation", ""),
        secret=bool(who.get("secret")),
        phone=contact.get("phone", ""),
        email=contact.get("email", ""),
        body_name=between.get("body_name", ""),
        body_paper=between.get("body_paper", ""),
        principal=between.get("principal", ""),
        authority=between.get("authority", ""),
    )


def asked(raw: Raw) -> asking.Asked:
    """What is asked, in the shape of the rules."""
    what, how = raw.get(WHAT, {}), raw.get(HOW, {})
    manner, shape = forms.split_shape(how.get("form", asking.SOFT))
    return asking.Asked(
        information=what.get("information", ""),
        purpose=what.get("purpose", ""),
        manner=manner,
        copy_form=shape,
        medium=how.get("medium", ""),
    )


def problems(raw: Raw) -> list[tuple[Screen, str]]:
    """What is still missing, by screen; one line for each screen."""
    found: dict[str, tuple[Screen, str]] = {}
    told = {**asking.applicant_problems(applicant(raw), needs_contact=True), **asking.asked_problems(asked(raw))}
    for field, text in told.items():
        screen = _screen_of(field, raw)
        found.setdefault(screen.key, (screen, gettext(text)))
    order = [screen.key for screen in screens(raw)]
    return sorted(found.values(), key=lambda pair: order.index(pair[0].key))


def _screen_of(field: str, raw: Raw) -> Screen:
    aliases = {"manner": "form", "copy_form": "form"}
    name = aliases.get(field, field)
    return next((screen for screen in screens(raw) if name in screen.form.base_fields), SCREENS[WHO])


@dataclass(frozen=True)
class Row:
    """One line of the summary."""

    step: str
    label: str
    value: str


def rows(draft: Draft) -> list[Row]:
    """Everything that was answered, for the last look."""
    raw = drafts.contents(draft)
    who, what = applicant(raw), asked(raw)
    shape = raw.get(HOW, {}).get("form", "")
    how = [str(forms.SHAPES.get(shape, "")), str(forms.MEDIA.get(what.medium, "")) if shape != asking.SEE else ""]
    secret = [gettext("Nama dirahasiakan")] if who.secret else []
    between = [
        Row(screen.key, gettext("Anda mewakili"), _lines(who.body_name or who.principal, who.body_paper, who.authority))
        for screen in screens(raw)
        if screen.key in (BODY, PROXY)
    ]
    files = [file.name for file in drafts.files_of(draft)]
    kind = str(forms.KINDS[who.kind]) if raw.get(WHO) else ""
    return [
        Row(WHO, gettext("Pemohon"), _lines(who.name, kind, who.address, who.occupation, *secret)),
        *between,
        Row(WHAT, gettext("Informasi yang diminta"), what.information),
        Row(WHAT, gettext("Digunakan untuk"), what.purpose),
        Row(HOW, gettext("Bentuk dan cara"), _lines(*how)),
        Row(PAPERS, gettext("Bukti diri"), _lines(*files) or gettext("Disusulkan")),
        Row(CONTACT, gettext("Kabar dikirim ke"), _lines(who.email, who.phone)),
    ]


def _lines(*parts: str) -> str:
    return "\n".join(part for part in parts if part)
