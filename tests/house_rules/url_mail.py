"""Addresses about letters and about how somebody is reached: who may open which."""

from __future__ import annotations

from typing import Any

from melayani.foundation.messaging import links

# columns as in url_table
TABLE = """
mailbox:receive                        405 405 405 405 405 405 405 405 405  | 404 404 404 404
mailbox_office:list                     in  in  in 404 404 404 404 404 404  |  in  in 405 405
mailbox_office:letter                   in  in  in 404 404 404 404 404 404  |  in  in 405 405
mailbox_office:again                    in  in  in 405 405 405 405 405 405  |  in  in 404 404
portal:preferences                     200 200 200 200 200 200 200 200 200  | 200 200 200 200
portal:device                          404 404 404 404 404 404 404 404 404  | 404 404 404 404
portal:unsubscribe                     404 200 404 404 404 404 404 404 404  | 404 404 404 404
"""
NAMES = {"mailbox_office", "portal:device", "portal:unsubscribe"}
# webhook and push are off here, and letters are for administrators of the whole installation: their own tests try them
TAKES_NOTHING = {"people_chat", "mailbox:receive", "mailbox_office:again", "portal:device"}


def argument(things: dict[str, Any], name: str, parameter: str, role: str, wrong: str) -> object:
    """A letter by its id; the link in a message to the citizen, and an invented one for everybody else."""
    if parameter == "pk":
        return 1
    if parameter == "tag":
        return wrong
    contact = things["case of citizen"].contact_id
    return links.unsubscribe_url(contact, "id").rstrip("/").rpartition("/")[2] if role == "citizen" else wrong
