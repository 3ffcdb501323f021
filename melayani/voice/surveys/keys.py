"""A paper form as a line of keys: one per question in the order shown, then one per attribute. Plain Python."""

from __future__ import annotations

from melayani.voice.surveys.instrument import Instrument

SKIPPED = "0-."  # the citizen left this one open
KEYS = {"1": 1, "2": 2, "3": 3, "4": 4, "a": 1, "b": 2, "c": 3, "d": 4}


class BadLine(ValueError):
    """The line cannot be read; the text says where."""


def read_line(text: str, instrument: Instrument) -> tuple[dict[str, int], dict[str, str]]:
    """Scores by question and values by attribute; keys that were left out are absent. Spaces do not matter.

    Answers are 1 to 4 or a to d, an open one 0, - or a dot. Attributes, if any follow, are numbers of their lists.
    Raises BadLine.
    """
    keys = "".join(text.lower().split())
    questions, attributes = instrument.asked, instrument.attributes
    if len(keys) not in (len(questions), len(questions) + len(attributes)):
        more = f", lalu {len(attributes)} angka data responden bila ada" if attributes else ""
        raise BadLine(f"Terbaca {len(keys)} tanda; perlu {len(questions)} jawaban{more}.")
    scores = {}
    for place, (question, key) in enumerate(zip(questions, keys, strict=False), start=1):
        if key in KEYS:
            scores[question.key] = KEYS[key]
        elif key not in SKIPPED:
            raise BadLine(f"Jawaban ke-{place} tertulis {key!r}; pakai 1 sampai 4, a sampai d, atau 0 bila kosong.")
    traits = {}
    for attribute, key in zip(attributes, keys[len(questions) :], strict=False):
        if key in SKIPPED:
            continue
        if not key.isdecimal() or int(key) > len(attribute.values):
            raise BadLine(f"{attribute.names['id']} tertulis {key!r}; pakai 1 sampai {len(attribute.values)}, atau 0.")
        traits[attribute.key] = attribute.values[int(key) - 1][0]
    return scores, traits
