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
