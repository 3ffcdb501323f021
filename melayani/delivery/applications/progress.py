"""Where a draft stands: its screens in order, which are filled in, and what is still missing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from melayani.delivery.applications import drafts, rules
from melayani.delivery.applications.models import Draft
from melayani.delivery.applications.outlines import outline_of


@dataclass(frozen=True)
class Progress:
    """The form of one draft."""

    draft: Draft
    outline: rules.Outline
    contents: drafts.Contents
    steps: list[rules.Step]

    def find(self, key: str) -> rules.Step | None:
        return next((step for step in self.steps if step.key == key), None)

    def place(self, key: str) -> int:
        """The number of the screen, 1 for the first."""
        return [step.key for step in self.steps].index(key) + 1

    @property
    def total(self) -> int | None:
        """How many screens there are, the summary included; None while the variant, which decides it, is not chosen."""
        chosen = bool(self.draft.variant) or not self.outline.variants
        return len(self.steps) + 1 if chosen else None

    def bar(self, key: str) -> list[bool]:
        """One part per screen, True up to `key`; all True for the summary (""). Two open ones for what is unknown."""
        parts = self.total or len(self.steps) + 2
        return [place <= (self.place(key) if key else parts) for place in range(1, parts + 1)]

    def after(self, key: str) -> str:
        """The key of the next screen; "" after the last."""
        keys = [step.key for step in self.steps]
        return next(iter(keys[keys.index(key) + 1 :]), "")

    def before(self, key: str) -> str:
        keys = [step.key for step in self.steps]
        place = keys.index(key)
        return keys[place - 1] if place else ""

    def answer_to(self, step: rules.Step) -> rules.Given | None:
        return self.contents.answer_to(step.requirement.number if step.requirement else 0)

    def problems(self, today: date) -> dict[str, str]:
        """What is still missing or wrong, by the key of the screen on which it is mended."""
        identity = rules.identity_problems(self.contents.identity, today=today, needs_contact=True)
        homes = {"address": rules.ADDRESS, "phone": rules.CONTACT, "email": rules.CONTACT}
        found = {homes.get(name, rules.WHO): text for name, text in identity.items()}
        given = rules.given_problems(self.outline, self.draft.variant or None, self.contents.given)
        return {**found, **given}


def of(draft: Draft) -> Progress:
    """The progress of `draft`; two queries."""
    outline = outline_of(draft.standard)
    variant = draft.variant or None
    return Progress(draft, outline, drafts.contents(draft), rules.form_steps(outline, variant))
