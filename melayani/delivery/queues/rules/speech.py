"""How a call is said aloud in Indonesian: as one text for the browser's own voice, and as clips for one without.

Of a number letters and digits are said one by one, as they stand on the ticket: "A, nol satu dua". Nobody compares
"seratus dua puluh tiga" with 123 while walking, and a digit that was not heard costs one digit. A counter is a name
that people say as a whole: "loket dua belas". The voice falls at the end: the last word has a clip of its own.
"""

from __future__ import annotations

from string import ascii_uppercase

CHIME = "bel"
TICKET, COUNTER = "nomor-antrean", "silakan-ke-loket"
DIGITS = ("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan")
TEN, ELEVEN, TEENS, TENS = "sepuluh", "sebelas", "belas", "puluh"
LAST = "-akhir"

PHRASES = {TICKET: "Nomor antrean", COUNTER: "silakan ke loket"}
LETTERS = {f"huruf-{letter.lower()}": letter for letter in ascii_uppercase}
NUMBER_WORDS = (*DIGITS, TEN, ELEVEN, TEENS, TENS)
WITHIN = {word: word for word in (*DIGITS, TENS)}  # ten to nineteen only end a name
ENDINGS = {f"{word}{LAST}": word for word in NUMBER_WORDS if word != DIGITS[0]}

# what is said on each clip, for the script that makes them; the chime says nothing
WORDS_OF_CLIPS = {**PHRASES, **LETTERS, **WITHIN, **ENDINGS}
CLIPS = frozenset({CHIME, *WORDS_OF_CLIPS})


def number_words(number: int) -> tuple[str, ...]:
    """The words of a whole number from 0 to 99: 12 is dua belas, 11 sebelas, 40 empat puluh."""
    if not 0 <= number <= 99:
        raise ValueError(f"{number} is not spoken")
    tens, ones = divmod(number, 10)
    if tens == 0:
        return (DIGITS[ones],)
    if tens == 1:
        return ((TEN,), (ELEVEN,))[ones] if ones < 2 else (DIGITS[ones], TEENS)
    rest = (DIGITS[ones],) if ones else ()
    return (DIGITS[tens], TENS, *rest)


def call_text(code: str, counter: int) -> str:
    """What a voice reads: "Nomor antrean A, nol satu dua, silakan ke loket empat." `code` is that of the ticket."""
    letters, digits = _parts(code)
    said = " ".join(DIGITS[int(digit)] for digit in digits)
    return f"{PHRASES[TICKET]} {' '.join(letters)}, {said}, {PHRASES[COUNTER]} {' '.join(number_words(counter))}."


def call_clips(code: str, counter: int) -> tuple[str, ...]:
    """The names of the clips that say the same, in order, after the chime."""
    letters, digits = _parts(code)
    *before, last = number_words(counter)
    spelled = [f"huruf-{letter.lower()}" for letter in letters]
    said = [DIGITS[int(digit)] for digit in digits]
    return (CHIME, TICKET, *spelled, *said, COUNTER, *before, f"{last}{LAST}")


def _parts(code: str) -> tuple[str, str]:
    """Prefix and digits of a code such as A-012."""
    prefix, _, digits = code.partition("-")
    return prefix, digits
