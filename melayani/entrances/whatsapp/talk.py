"""One turn of a conversation: what was being asked, what the flow asks next, and how an answer looks on the channel."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from melayani.entrances.whatsapp.understanding import Option, Said, chosen, cut
from melayani.foundation.messaging.models import Contact, ContactKind, Conversation
from melayani.foundation.people import Citizen

VERSION = 1  # of the state's shape; another one is dropped, with a word
LIFE = timedelta(hours=24)  # a question that nobody answered for a day is forgotten
BACK_MOST = 6
BUTTONS, BUTTON_TITLE = 3, 20
ROWS, ROW_TITLE, ROW_ABOUT = 10, 24, 72
WORDS_MOST = 4_096  # of one message of a citizen
BODY_MOST = 1_000  # WhatsApp: 1,024 characters beside buttons or a list, 4,096 alone
GO = "go:"  # what starts a flow from any message, however old: go:services, go:status:PMH-…


class Outside(Exception):
    """The turn needs `work` done that may not run in its transaction (a count, the network). It begins again after."""

    def __init__(self, key: str, work: Callable[[], str]) -> None:
        self.key, self.work = key, work
        super().__init__(key)


@dataclass(frozen=True)
class Reply:
    """What is said back: messages on their own `first`, then the question with what may be chosen."""

    text: str
    options: tuple[Option, ...] = ()
    button: str = ""
    first: tuple[str, ...] = ()


@dataclass
class Talk:
    """The conversation in the middle of its turn. `data` is what the flow was told so far."""

    conversation: Conversation
    now: datetime
    name: str = ""  # as the channel shows it; a suggestion, never an identity
    flow: str = ""
    step: str = ""
    data: dict[str, Any] = field(default_factory=dict)
    asked: Reply = field(default_factory=lambda: Reply(""))
    back: list[dict[str, Any]] = field(default_factory=list)
    unit: str = ""  # slug of the office that was talked about last
    region: str = ""  # code of the regency that was named last; it and `unit` outlive the open question
    told: str = ""  # free words that led nowhere yet: an officer or a complaint may still get them
    told_turn: int = 0  # where they stand in the history
    sent: str = ""  # the media id of a file that came before anybody asked for one
    done: dict[str, str] = field(default_factory=dict)

    @property
    def contact(self) -> Contact:
        return self.conversation.contact

    @property
    def actor(self) -> Citizen:
        return Citizen(contact_id=self.contact.pk)

    @property
    def phone(self) -> str:
        """The number that the channel proved, or the one that was typed where it gave none."""
        proven = self.contact.value if self.contact.kind == ContactKind.PHONE else ""
        return proven or str(self.data.get("phone", ""))

    def ask(
        self,
        step: str,
        text: str,
        options: Iterable[Option] = (),
        *,
        button: str = "",
        deep: bool = False,
        **told: Any,
    ) -> Reply:
        """Go to `step` with a question; what was asked before can be gone back to, with `deep` in the same step too."""
        if self.step and self.asked.text and (deep or step != self.step):
            self.back = [*self.back, self._snapshot()][-BACK_MOST:]
        self.step = step
        self.data |= told
        self.asked = Reply(text, tuple(options)[:ROWS], button)
        return self.asked

    def keep_words(self, text: str, turn: int) -> None:
        """Remember free words for whoever may get them: an officer, or a complaint."""
        self.told, self.told_turn = text.strip()[:WORDS_MOST], turn

    def forget_words(self) -> None:
        self.told, self.told_turn, self.sent = "", 0, ""

    def again(self, why: str) -> Reply:
        """The same question once more, with a word about why."""
        return Reply(f"{why}\n\n{self.asked.text}", self.asked.options, self.asked.button)

    def go_back(self) -> Reply | None:
        """The question before this one; None when there was none."""
        if not self.back:
            return None
        last = self.back.pop()
        self.step, self.data = last["step"], last["data"]
        self.asked = _reply_of(last["asked"])
        return self.asked

    def end(self, text: str, options: Iterable[Option] = (), *, first: Iterable[str] = ()) -> Reply:
        """The flow is over; what may be chosen now starts another."""
        self.flow = self.step = ""
        self.data, self.back = {}, []
        self.asked = Reply(text, tuple(options) or (to_menu(),), first=tuple(first))
        return self.asked

    def chosen(self, said: Said) -> str:
        return chosen(said, self.asked.options)

    def outside(self, key: str, work: Callable[[], str]) -> str:
        """The answer of work that runs outside the transaction of this turn."""
        if key not in self.done:
            raise Outside(key, work)
        return self.done[key]

    def _snapshot(self) -> dict[str, Any]:
        return {"step": self.step, "data": dict(self.data), "asked": _reply_out(self.asked)}

    def state(self) -> dict[str, Any]:
        """The talk as it is kept until the next message."""
        return {
            "v": VERSION,
            "at": self.now.isoformat(),
            "flow": self.flow,
            "step": self.step,
            "data": self.data,
            "asked": _reply_out(self.asked),
            "back": self.back,
            "unit": self.unit,
            "region": self.region,
            "told": self.told,
            "told_turn": self.told_turn,
            "sent": self.sent,
        }


def resume(conversation: Conversation, now: datetime, name: str, done: dict[str, str]) -> tuple[Talk, bool]:
    """The talk where it was left, and whether something had to be forgotten: another shape, or too long ago."""
    fresh = Talk(conversation, now, name=name, done=done)
    if not conversation.state:
        return fresh, False
    try:
        kept = json.loads(conversation.state)
        if kept["v"] != VERSION:
            return fresh, True
        talk = Talk(
            conversation,
            now,
            name=name,
            done=done,
            flow=str(kept["flow"]),
            step=str(kept["step"]),
            data=dict(kept["data"]),
            asked=_reply_of(kept["asked"]),
            back=list(kept["back"]),
            unit=str(kept["unit"]),
            region=str(kept.get("region", "")),
            told=str(kept.get("told", "")),
            told_turn=int(kept.get("told_turn", 0)),
            sent=str(kept.get("sent", "")),
        )
        if now - datetime.fromisoformat(kept["at"]) > LIFE:
            fresh.unit, fresh.region = talk.unit, talk.region
            return fresh, bool(talk.flow)
    except (ValueError, KeyError, TypeError):
        return fresh, True
    return talk, False


def _reply_out(reply: Reply) -> list[Any]:
    return [reply.text, [[one.id, one.title, one.about] for one in reply.options], reply.button]


def _reply_of(kept: list[Any]) -> Reply:
    text, options, button = kept
    return Reply(str(text), tuple(Option(*map(str, one)) for one in options), str(button))


def to_menu() -> Option:
    return Option(f"{GO}menu", _("Menu"))


def body_of(reply: Reply) -> str:
    """The words with their numbered options, told apart: they read well where no button is shown."""
    if not reply.options:
        return reply.text
    titles = [one.title for one in reply.options]
    lines = [
        f"{number}. {one.title}" + (f" ({one.about})" if one.about and titles.count(one.title) > 1 else "")
        for number, one in enumerate(reply.options, 1)
    ]
    return f"{cut(reply.text, BODY_MOST - sum(len(line) + 1 for line in lines) - 2)}\n\n" + "\n".join(lines)


def offers_of(reply: Reply) -> Mapping[str, Any] | None:
    """Buttons for up to three short choices, else a list."""
    options = reply.options
    if not options:
        return None
    short = all(len(one.title) <= BUTTON_TITLE and not one.about for one in options)
    if len(options) <= BUTTONS and short:
        return {"buttons": [{"id": one.id, "title": one.title} for one in options]}
    rows = [
        {"id": one.id, "title": cut(one.title, ROW_TITLE), "description": cut(one.about or _rest(one), ROW_ABOUT)}
        for one in options
    ]
    return {"list": {"button": cut(reply.button or _("Pilih"), BUTTON_TITLE), "rows": rows}}


def _rest(option: Option) -> str:
    """The whole title where a row can show its beginning only."""
    return option.title if len(option.title) > ROW_TITLE else ""
