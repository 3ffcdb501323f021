"""What happened, to what, by whom: append-only events, their seal, reactions to them; the keys of personal data."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from melayani.foundation.audit.actor import SYSTEM as SYSTEM
    from melayani.foundation.audit.actor import Actor as Actor
    from melayani.foundation.audit.actor import System as System
    from melayani.foundation.audit.encryption import Undecipherable as Undecipherable
    from melayani.foundation.audit.encryption import decrypt as decrypt
    from melayani.foundation.audit.encryption import encrypt as encrypt
    from melayani.foundation.audit.encryption import keyed_hash as keyed_hash
    from melayani.foundation.audit.fields import EncryptedField as EncryptedField
    from melayani.foundation.audit.news import describe as describe
    from melayani.foundation.audit.news import on_event as on_event
    from melayani.foundation.audit.news import tick as tick
    from melayani.foundation.audit.recording import erase_subject as erase_subject
    from melayani.foundation.audit.recording import record as record
    from melayani.foundation.audit.rows import insert as insert
    from melayani.foundation.audit.rows import insert_all as insert_all
    from melayani.foundation.audit.rows import insert_unknown as insert_unknown
    from melayani.foundation.audit.rows import insert_unless_known as insert_unless_known
    from melayani.foundation.audit.rows import together as together
    from melayani.foundation.audit.statements import run as run
    from melayani.foundation.audit.statements import run_in_turn as run_in_turn
    from melayani.foundation.audit.worker import react_to_news as react_to_news

_HOME = {
    "Actor": "actor",
    "SYSTEM": "actor",
    "System": "actor",
    "Undecipherable": "encryption",
    "EncryptedField": "fields",
    "decrypt": "encryption",
    "describe": "news",
    "encrypt": "encryption",
    "erase_subject": "recording",
    "insert": "rows",
    "insert_all": "rows",
    "insert_unknown": "rows",
    "insert_unless_known": "rows",
    "keyed_hash": "encryption",
    "on_event": "news",
    "react_to_news": "worker",
    "record": "recording",
    "run": "statements",
    "run_in_turn": "statements",
    "tick": "news",
    "together": "rows",
}
__all__ = [
    "SYSTEM",
    "Actor",
    "EncryptedField",
    "System",
    "Undecipherable",
    "decrypt",
    "describe",
    "encrypt",
    "erase_subject",
    "insert",
    "insert_all",
    "insert_unknown",
    "insert_unless_known",
    "keyed_hash",
    "on_event",
    "react_to_news",
    "record",
    "run",
    "run_in_turn",
    "tick",
    "together",
]


def __getattr__(name: str) -> object:
    """Give each public name on first use, so that importing the package needs no ready app registry."""
    if name in _HOME:
        return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    raise AttributeError(name)
