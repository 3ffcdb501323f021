"""What each screen asks, and how its answer is kept."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from melayani.foundation.messaging.models import ContactKind
from melayani.foundation.messaging.queries import can_reach
from melayani.foundation.messaging.rules import NotAContact, normalise_email, normalise_phone
from melayani.foundation.organisations.models import Region
from melayani.foundation.people import CitizenRequest
from melayani.voice.complaints import drafts, finding, rules, steps
from melayani.voice.complaints.forms import filing, questions
from melayani.voice.complaints.progress import NO_CONTACT, Progress, nobody_receives

MATRIX: tuple[dict[str, str | Promise], ...] = (
    {
        "choice": _("Tidak ada yang dicentang"),
        "person": _("Petugas yang menangani"),
        "content": _("Petugas, dan umum setelah diperiksa"),
    },
    {"choice": _("Anonim"), "person": _("Tidak seorang pun"), "content": _("Petugas, dan umum setelah diperiksa")},
    {"choice": _("Rahasia"), "person": _("Petugas yang menangani"), "content": _("Hanya petugas yang menangani")},
    {"choice": _("Anonim dan rahasia"), "person": _("Tidak seorang pun"), "content": _("Hanya petugas yang menangani")},
    {
        "choice": _("Perilaku petugas"),
        "person": _("Hanya pengawas; bila anonim, tidak seorang pun"),
        "content": _("Hanya pengawas di atas kantor itu"),
    },
)


def typed(request: HttpRequest) -> tuple[Any, Any]:
    """What a form is bound to: nothing on GET; on POST also an empty answer, so that it is refused."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def extra_of(request: HttpRequest, step: str) -> dict[str, Any]:
    """What the page of a screen shows beside its form."""
    if step == steps.TARGET:
        asked = searched(request)
        return {"search": filing.SearchForm(initial={"cari": asked}), "asked": asked, "found": finding.targets(asked)}
    return {"matrix": MATRIX} if step == steps.PRIVACY else {}


def _story_form(request: HttpRequest, form_of: Progress) -> forms.Form:
    return filing.StoryForm(*typed(request), initial=form_of.contents.of(steps.STORY) or None)


def _keep_story(request: CitizenRequest, form_of: Progress, form: Any) -> bool:
    data = {name: form.cleaned_data[name] for name in ("kind", "text", "asked", "loss")}
    report = rules.Report(**data)
    for name, text in rules.report_problems(report, today=rules.latest_today(timezone.now())).items():
        form.add_error(name if name in form.fields else None, gettext(text))
    return not form.errors and _keep(form_of, steps.STORY, data)


def _target_form(request: HttpRequest, form_of: Progress) -> forms.Form:
    """What was chosen before, what the search found, and on POST what is sent: each once."""
    chosen = _chosen(form_of)
    sent = finding.target_of(request.POST.get("target", "")[:140])
    named = [one for one in (chosen, sent) if one]
    rows = {one.value: one for one in [*named, *finding.targets(searched(request))]}
    category = form_of.contents.category
    return filing.TargetForm(
        *typed(request),
        targets=[(one.value, one.name, one.whose) for one in rows.values()],
        categories=finding.categories(form_of.contents.about, get_language() or "id"),
        initial={"target": chosen.value if chosen else filing.UNKNOWN, "category": category.slug if category else ""},
    )


def _chosen(form_of: Progress) -> finding.Target | None:
    filled = form_of.contents
    if filled.service:
        return finding.of_service(filled.service)
    return finding.of_office(filled.about) if filled.about else None


def searched(request: HttpRequest) -> str:
    return request.GET.get("cari", "").strip()[:200]


def _keep_target(request: CitizenRequest, form_of: Progress, form: Any) -> bool:
    target = finding.target_of(form.cleaned_data["target"])
    drafts.keep_target(
        form_of.draft,
        service=target.service if target else None,
        about=target.about if target else None,
        category=finding.category_of(form.cleaned_data.get("category", "")),
        now=timezone.now(),
    )
    return True


def _questions_form(request: HttpRequest, form_of: Progress) -> forms.Form:
    given = form_of.contents.of(steps.QUESTIONS)
    asked = form_of.contents.questions
    initial = {
        row.code: given[row.code] if row.datatype == "multivaluelist" else given[row.code][0]
        for row in asked
        if given.get(row.code)
    }
    return questions.QuestionsForm(*typed(request), questions=asked, initial=initial, prefix="question")


def _keep_questions(request: CitizenRequest, form_of: Progress, form: Any) -> bool:
    asked = [question.asked for question in form_of.contents.questions]
    answers = {code: tuple(given) for code, given in form.answers.items()}
    for name, text in rules.answer_problems(asked, answers).items():
        code = name.removeprefix("question-")
        form.add_error(code if code in form.fields else None, gettext(text))
    return not form.errors and _keep(form_of, steps.QUESTIONS, form.answers)


def _place_form(request: HttpRequest, form_of: Progress) -> forms.Form:
    """Districts of the office's own regency, or what a typed name may mean, or what was kept."""
    kept, elsewhere = form_of.contents.of(steps.PLACE), request.POST.get("elsewhere", "").strip()[:100]
    about, region = form_of.contents.about, form_of.contents.region
    named = finding.regions(elsewhere) if elsewhere else []
    near = finding.districts_of(region or (about.region if about else None))
    several = len(named) > 1
    rows = {row.pk: (row.pk, place_words(row)) for row in (named if several else [*named, *near])}
    needed, given = about is None and nobody_receives(), list(rows.values())
    return filing.PlaceForm(*typed(request), regions=given, named=several, needed=needed, initial=kept or None)


def place_words(region: Region) -> str:
    """Mandau, Kabupaten Bengkalis; a regency with its province."""
    return f"{region.name}, {region.parent.name}" if region.parent else region.name


def _keep_place(request: CitizenRequest, form_of: Progress, form: Any) -> bool:
    data = form.cleaned_data
    report = rules.Report(
        kind="complaint",
        text="-" * 99,
        occurred_on=data["occurred_on"],
        address=data["address"],
        latitude=data["latitude"],
        longitude=data["longitude"],
    )
    for name, text in rules.report_problems(report, today=rules.latest_today(timezone.now())).items():
        form.add_error(name if name in form.fields else None, gettext(text))
    code = _region_of(form)
    if not code and not form_of.contents.about and not form.errors and nobody_receives():
        form.add_error("elsewhere", filing.PLACE_NEEDED)
    if form.errors:
        return False
    return _keep(
        form_of,
        steps.PLACE,
        {
            "occurred_on": data["occurred_on"].isoformat() if data["occurred_on"] else "",
            "region": code,
            "address": data["address"],
            "latitude": _plain(data["latitude"]),
            "longitude": _plain(data["longitude"]),
        },
    )


def _region_of(form: Any) -> str:
    """The code of the place that was chosen or named; a name that may mean several is asked back."""
    chosen, name = form.cleaned_data.get("region", ""), form.cleaned_data["elsewhere"].strip()
    found = finding.regions(name) if name else []
    if not name or chosen in {row.pk for row in found}:
        return str(chosen)
    if len(found) == 1:
        return found[0].pk
    if found:
        form.add_error("region", gettext("Ada beberapa tempat dengan nama itu. Pilih yang Anda maksud."))
    else:
        form.add_error(
            "elsewhere", gettext("Tempat ini tidak kami temukan. Tulis nama kecamatan atau kabupatennya saja.")
        )
    return ""


def _plain(value: Decimal | None) -> str:
    return str(round(value, 6)) if value is not None else ""


def _files_form(request: HttpRequest, form_of: Progress) -> forms.Form:
    return filing.FilesForm(*typed(request), kept=drafts.files_of(form_of.draft))


def _keep_files(request: CitizenRequest, form_of: Progress, form: Any) -> bool:
    now = timezone.now()
    drafts.remove_files(form_of.draft, form.cleaned_data.get("remove") or [], now=now)
    try:
        for refusal in drafts.add_files(form_of.draft, form.uploads, actor=request.citizen, now=now):
            form.add_error("papers", refusal)
    except drafts.TooManyFiles:
        form.add_error("papers", gettext("Paling banyak 20 berkas untuk satu laporan. Hapus sebagian."))
    form.show_kept(drafts.files_of(form_of.draft))
    return not form.errors


def _privacy_form(request: HttpRequest, form_of: Progress) -> forms.Form:
    return filing.PrivacyForm(*typed(request), initial=form_of.contents.of(steps.PRIVACY) or None)


def _keep_privacy(request: CitizenRequest, form_of: Progress, form: Any) -> bool:
    category = form_of.contents.category
    if category and form.cleaned_data["anonymous"] and not category.anonymous_allowed:
        form.add_error("anonymous", gettext("Laporan soal ini memerlukan nama. Anda tetap boleh memilih rahasia."))
        return False
    return _keep(form_of, steps.PRIVACY, dict(form.cleaned_data))


def _who_form(request: HttpRequest, form_of: Progress) -> forms.Form:
    kept, anonymous = form_of.contents.of(steps.WHO), form_of.contents.anonymous
    return filing.WhoForm(*typed(request), initial=kept or None, anonymous=anonymous)


def _keep_who(request: CitizenRequest, form_of: Progress, form: Any) -> bool:
    data = form.cleaned_data
    email, phone = data["email"].strip(), data["phone"].strip()
    if not form_of.contents.anonymous and not (email or phone):
        form.add_error("email", gettext(NO_CONTACT))
    check_contact(form, email=email, phone=phone)
    values = {"name": data.get("name", ""), "address": data.get("address", ""), "email": email, "phone": phone}
    return not form.errors and _keep(form_of, steps.WHO, values)


def check_contact(form: Any, *, email: str, phone: str) -> None:
    """Say now, not after the last screen, when a contact is none or the code that proves it could not be sent."""
    for name, text, normalise in (("email", email, normalise_email), ("phone", phone, normalise_phone)):
        try:
            if text:
                normalise(text)
        except NotAContact as error:
            form.add_error(name, gettext(str(error)))
    if form.errors:
        return
    if email and not can_reach(ContactKind.EMAIL):
        words = gettext("E-mail sedang tidak dapat kami kirim dari sini. Laporkan di loket, atau coba lagi nanti.")
        form.add_error("email", words)
    elif phone and not email and not can_reach(ContactKind.PHONE):
        words = gettext("Pesan ke nomor telepon saja belum dapat kami kirim. Tambahkan e-mail Anda.")
        form.add_error("phone", words)


def _keep(form_of: Progress, step: str, values: dict[str, Any]) -> bool:
    drafts.keep(form_of.draft, step, values, now=timezone.now())
    return True


FORMS: dict[str, Callable[[HttpRequest, Progress], forms.Form]] = {
    steps.STORY: _story_form,
    steps.TARGET: _target_form,
    steps.QUESTIONS: _questions_form,
    steps.PLACE: _place_form,
    steps.FILES: _files_form,
    steps.PRIVACY: _privacy_form,
    steps.WHO: _who_form,
}
KEEPERS: dict[str, Callable[[CitizenRequest, Progress, Any], bool]] = {
    steps.STORY: _keep_story,
    steps.TARGET: _keep_target,
    steps.QUESTIONS: _keep_questions,
    steps.PLACE: _keep_place,
    steps.FILES: _keep_files,
    steps.PRIVACY: _keep_privacy,
    steps.WHO: _keep_who,
}
