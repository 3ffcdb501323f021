"""Advertising and repeats are told by what a report says, never by the address it comes from alone."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

LINKS_MAX = 3  # a report may show where something stands; more is a list of links
OFFER_WEIGHT = 3  # so much weight of offering words together with a way to answer them is an advertisement
PLAIN_WEIGHT = 6  # so much is one even without a link or a number
REPEAT_WINDOW = timedelta(hours=24)
REPEATS_MAX = 3  # the same long text from other people within the window
REPEAT_LENGTH = 60  # shorter texts ("lampu jalan mati di depan rumah") are honestly alike

LINKS, ADVERTISING = "links", "advertising"
_LINK = re.compile(
    r"(?:https?://|www\.)\S+|\b[a-z0-9-]{2,}\.(?:com|net|org|xyz|top|site|online|club|me|link|click|info)\b", re.I
)
_REACHABLE = re.compile(r"(?:\+?62|0)8[\d .-]{7,14}|\bwa\.me/|\bt\.me/")
_WORD = re.compile(r"[^\W_]+")
_STOP = frozenset(
    """
    ada adalah agar akan aku anda atau bagi bahwa banyak belum bisa dalam dan dapat dari dengan di dia hari harus
    ini itu jadi juga kami karena ke kita lagi lebih maka mereka mohon oleh pada para saat saja sampai sangat saya
    sudah telah tapi tetapi tidak tersebut untuk yang
    """.split()  # noqa: SIM905
)
WORDS_MAX = 200
WORD_MIN, WORD_MAX = 3, 40


@dataclass(frozen=True)
class SpamWords:
    """Phrases of advertisements with their weight."""

    phrases: Mapping[str, int]


def read_spam_words(document: Mapping[str, Any]) -> SpamWords:
    """The phrases of data/spam_words.json, folded as `findings` folds a text."""
    return SpamWords({fold(phrase): int(weight) for phrase, weight in document["phrases"].items()})


def findings(text: str, words: SpamWords) -> tuple[str, ...]:
    """What speaks against a text: too many links, or offering words with a way to answer them. Empty when nothing."""
    links = len(_LINK.findall(text))
    folded = f" {fold(text)} "
    weight = sum(points for phrase, points in words.phrases.items() if f" {phrase} " in folded)
    found = []
    if links > LINKS_MAX:
        found.append(LINKS)
    if weight >= PLAIN_WEIGHT or (weight >= OFFER_WEIGHT and (links or _REACHABLE.search(text))):
        found.append(ADVERTISING)
    return tuple(found)


def fold(text: str) -> str:
    """The text in small plain letters with single blanks: decorated letters and invisible signs tell nothing apart."""
    if text.isascii():  # nothing is decorated: most texts, and ten times as fast
        return " ".join(_WORD.findall(text.lower()))
    plain = unicodedata.normalize("NFKD", text).casefold()
    return " ".join(_WORD.findall("".join(sign for sign in plain if not unicodedata.combining(sign))))


def fingerprint_text(text: str) -> str:
    """What two repeats of one text have in common."""
    return fold(text)


def is_telling(text: str) -> bool:
    """Whether a text is long enough that the same words from several people are no coincidence."""
    return len(fold(text)) >= REPEAT_LENGTH


def words_of(*texts: str) -> list[str]:
    """The words by which a text is found, each once, in order; common words, short and very long ones left out."""
    found = dict.fromkeys(
        word
        for text in texts
        for word in fold(text).split()
        if WORD_MIN <= len(word) <= WORD_MAX and word not in _STOP and not (word.isdigit() and len(word) > 6)
    )
    return list(found)[:WORDS_MAX]
