"""The length of an SMS: characters of GSM 03.38 or UCS-2, parts of it, and a shorter text that leads to the whole."""

from __future__ import annotations

import re

# GSM 03.38 (3GPP TS 23.038, 6.2.1): the basic alphabet, and the signs of its extension, which count twice
BASIC = set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
    "¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENSION = set("^{}\\[~]|€\f")
PLAIN = str.maketrans({"–": "-", "—": "-", "‘": "'", "’": "'", "“": '"', "”": '"', "…": "...", "\u00a0": " ", "•": "-"})
ONE_GSM, PART_GSM, ONE_UCS2, PART_UCS2 = 160, 153, 70, 67
LINK = re.compile(r"https?://\S+")


def plain(text: str) -> str:
    """The same words with typographic signs in their simple form, so that a message stays in the cheaper alphabet."""
    return re.sub(r"\n{3,}", "\n\n", text.translate(PLAIN)).strip()


def segments(text: str) -> int:
    """In how many parts the text travels, each of which is paid for."""
    if all(sign in BASIC or sign in EXTENSION for sign in text):
        length, one, part = len(text) + sum(sign in EXTENSION for sign in text), ONE_GSM, PART_GSM
    else:
        length, one, part = len(text.encode("utf-16-be")) // 2, ONE_UCS2, PART_UCS2
    return 1 if length <= one else -(-length // part)


def fitted(subject: str, body: str, *, most: int) -> str:
    """The whole text if it takes at most `most` parts; else its subject and the last link in it, cut where it must be.

    A text without a link keeps its beginning.
    """
    words = plain(body)
    if segments(words) <= most:
        return words
    links = LINK.findall(words)
    tail = f" {links[-1]}" if links else "..."
    head = plain(subject) if links and subject else words
    while head and segments(head + tail) > most:
        head = head[: max(0, len(head) - 5)]
    return (head + tail).strip()
