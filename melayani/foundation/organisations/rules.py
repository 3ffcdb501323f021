"""Words as people type them: how far two spellings are apart, and how far they may be. Plain Python."""

from __future__ import annotations

import re
import unicodedata

SHORTEST = 3  # letters of a word that may name something: "ya", "ok" and "di" name nothing


def words_of(text: str) -> list[str]:
    """The words of `text` without case, accents and signs."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return re.findall(r"[a-z0-9]+", "".join(sign for sign in plain if not unicodedata.combining(sign)))


def allowed(spelling: str) -> int:
    """How many letters may be wrong: none in a short word, one from four letters on, two from eight on."""
    return 0 if len(spelling) < 4 else 1 if len(spelling) < 8 else 2


def distance(one: str, other: str) -> int:
    """How many letters must be put in, taken out, changed, or swapped with their neighbour (optimal alignment)."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        earlier, before, row = before, row, [i]
        for j, sign in enumerate(other, 1):
            steps = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != sign))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == sign:
                steps = min(steps, earlier[j - 2] + 1)
            row.append(steps)
    return row[-1]


def means(typed: str, word: str) -> bool:
    """Whether `typed` is `word`, perhaps with a typing error where the word is long enough to be told from others.

    The first letter must be right, and shorter words than five letters must be right throughout.
    """
    if typed == word:
        return True
    if min(len(typed), len(word)) < 5 or typed[0] != word[0] or abs(len(typed) - len(word)) > allowed(word):
        return False
    return distance(typed, word) <= allowed(word)
