"""Where a draft stands: its screens in order, and what is still missing on which of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from melayani.voice.complaints import drafts, routing, rules, steps
from melayani.voice.complaints.models import Draft
from melayani.voice.complaints.states import gettext_noop

# the fields that rules name, and the screen on which each is mended; all others stand in the story
HOMES = {
    "about": steps.TARGET,
    "answers": steps.QUESTIONS,
    "occurred_on": steps.PLACE,
    "region": steps.PLACE,
    "address": steps.PLACE,
    "latitude": steps.PLACE,
    "longitude": steps.PLACE,
    "files": steps.FILES,
    "anonymous": steps.PRIVACY,
    "name": steps.WHO,
    "reporter_address": steps.WHO,
    "phone": steps.WHO,
    "email": steps.WHO,
    "contact": steps.WHO,
}


NO_CONTACT = gettext_noop("Isi e-mail atau nomor telepon, atau kembali dan pilih anonim.")


@dataclass(frozen=True)
class Progress:
    """The form of one draft."""

    draft: Draft
    contents: drafts.Contents
    screens: list[steps.Step]

    def find(self, key: str) -> steps.Step | None:
        return next((step for step in self.screens if step.key == key), None)

    def place(self, key: str) -> int:
        """The number of the screen, 1 for the first."""
        return [step.key for step in self.screens].index(key) + 1

    @property
    def total(self) -> int:
        """How many screens there are, the summary included."""
        return len(self.screens) + 1

    def bar(self, key: str = "") -> list[bool]:
        """One part per screen, True up to `key`; all True for the summary."""
        return [place <= (self.place(key) if key else self.total) for place in range(1, self.total + 1)]

    def after(self, key: str) -> str:
        """The key of the next screen; "" after the last."""
        keys = [step.key for step in self.screens]
        return next(iter(keys[keys.index(key) + 1 :]), "")

    def before(self, key: str) -> str:
        keys = [step.key for step in self.screens]
        place = keys.index(key)
        return keys[place - 1] if place else ""

    def problems(self, *, today: date, files: int) -> dict[str, str]:
        """What is still missing or wrong, by the key of the screen on which it is mended."""
        filled = self.contents
        asked = [question.asked for question in filled.questions]
        found = rules.report_problems(filled.report, today=today, files=files)
        found |= rules.answer_problems(asked, filled.report.answers)
        found |= rules.reporter_problems(filled.reporter, anonymous=filled.anonymous, needs_name=True)
        if not filled.anonymous and not (filled.reporter.email or filled.reporter.phone):
            found["contact"] = NO_CONTACT
        found |= receiver_problems(filled)
        return {home_of(name): text for name, text in found.items()}


def receiver_problems(filled: drafts.Contents) -> dict[str, str]:
    """Why nobody here could receive the report as it stands: told on its screen, not after the last one."""
    try:
        routing.coordinator_for(about=filled.about, region=filled.region, guarded=filled.conduct, now=timezone.now())
    except rules.InputRefused as error:
        return error.problems
    return {}


def nobody_receives() -> bool:
    """Whether a report that names neither an office nor a place would reach nobody here."""
    try:
        routing.coordinator_for(about=None, region=None, guarded=False, now=timezone.now())
    except rules.InputRefused:
        return True
    return False


def home_of(name: str) -> str:
    """The screen where a field of the rules is mended."""
    return steps.QUESTIONS if name.startswith("question-") else HOMES.get(name, steps.STORY)


def of(draft: Draft) -> Progress:
    """The progress of `draft`; two queries when it has a category."""
    filled = drafts.contents(draft)
    return Progress(draft, filled, steps.order(with_questions=bool(filled.questions)))
