"""What is said at a call: the words, the clips that say the same, and the sound on each clip."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from melayani.delivery.queues import rules
from melayani.delivery.queues.rules import speech

AUDIO = Path(__file__).resolve().parents[1] / "static" / "queues" / "audio"
BUDGET_BYTES = 400_000

prefixes = st.text(alphabet=st.characters(min_codepoint=ord("A"), max_codepoint=ord("Z")), min_size=1, max_size=2)
sequences = st.integers(1, rules.NUMBER_MAX)
counters = st.integers(1, 99)

BITRATES = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)  # kbit/s of MPEG-2 layer III
RATE, SAMPLES, SIDE_INFO = 22_050, 576, 4  # Hz; a frame of one granule; its side info follows the header


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "nol"),
        (1, "satu"),
        (9, "sembilan"),
        (10, "sepuluh"),
        (11, "sebelas"),
        (12, "dua belas"),
        (19, "sembilan belas"),
        (20, "dua puluh"),
        (21, "dua puluh satu"),
        (40, "empat puluh"),
        (99, "sembilan puluh sembilan"),
    ],
)
def test_a_counter_is_named_as_people_say_it(number: int, words: str) -> None:
    assert " ".join(speech.number_words(number)) == words


@pytest.mark.parametrize("number", [-1, 100])
def test_no_counter_bears_another_number(number: int) -> None:
    with pytest.raises(ValueError, match="not spoken"):
        speech.number_words(number)


def test_every_counter_has_a_name_of_its_own() -> None:
    names = {speech.number_words(number) for number in range(100)}
    assert len(names) == 100
    assert {word for name in names for word in name} == set(speech.NUMBER_WORDS)


def test_a_call_in_words_and_in_clips() -> None:
    assert speech.call_text("A-012", 4) == "Nomor antrean A, nol satu dua, silakan ke loket empat."
    assert speech.call_clips("A-012", 4) == (
        *("bel", "nomor-antrean", "huruf-a", "nol", "satu", "dua"),
        *("silakan-ke-loket", "empat-akhir"),
    )
    assert speech.call_text("KB-300", 21) == "Nomor antrean K B, tiga nol nol, silakan ke loket dua puluh satu."


@given(prefix=prefixes, sequence=sequences, counter=counters)
def test_the_ticket_can_be_written_down_from_what_is_heard(prefix: str, sequence: int, counter: int) -> None:
    code = rules.code_of(prefix, sequence)
    ticket, place = speech.call_text(code, counter).removesuffix(".").split(", silakan ke loket ")
    letters, digits = ticket.removeprefix("Nomor antrean ").split(", ")
    assert letters.replace(" ", "") == prefix
    assert "".join(str(speech.DIGITS.index(word)) for word in digits.split()) == f"{sequence:03d}"
    assert tuple(place.split()) == speech.number_words(counter)


@given(prefix=prefixes, sequence=sequences, counter=counters)
def test_the_clips_say_the_words_of_the_text(prefix: str, sequence: int, counter: int) -> None:
    code = rules.code_of(prefix, sequence)
    chime, *clips = speech.call_clips(code, counter)
    assert chime == speech.CHIME
    said = " ".join(speech.WORDS_OF_CLIPS[clip] for clip in clips)
    assert said == speech.call_text(code, counter).replace(",", "").removesuffix(".")
    assert clips[-1].endswith(speech.LAST)
    assert not [clip for clip in clips[:-1] if clip.endswith(speech.LAST)]


def test_the_clips_are_exactly_those_that_a_call_can_need() -> None:
    needed = {
        clip
        for prefix in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
        for counter in range(1, 100)
        for clip in speech.call_clips(f"{prefix}-0{counter % 10}{counter // 10}", counter)
    }
    assert needed == speech.CLIPS
    assert {path.stem for path in AUDIO.glob("*.mp3")} == speech.CLIPS
    assert sum(path.stat().st_size for path in AUDIO.glob("*.mp3")) <= BUDGET_BYTES


@pytest.mark.parametrize("name", sorted(speech.CLIPS))
def test_each_clip_has_sound(name: str) -> None:
    """A frame of silence carries no bits of sound: most frames of a word do."""
    carried = list(bits_of_sound((AUDIO / f"{name}.mp3").read_bytes()))
    seconds = len(carried) * SAMPLES / RATE
    assert 0.25 < seconds < 2.0
    loud = [bits > 100 for bits in carried]
    assert sum(loud) > 0.5 * len(loud)
    assert sum(one != other for one, other in pairwise(carried)) > 5  # no single tone without end


def bits_of_sound(data: bytes) -> Iterator[int]:
    """Of each MPEG-2 layer III frame, one channel, the number of bits that its sound takes (part2_3_length)."""
    place = 0
    while place + 8 <= len(data):
        if data[place] != 0xFF or data[place + 1] & 0xFE != 0xF2:
            raise AssertionError(f"no frame at byte {place}")
        bitrate, padding = BITRATES[data[place + 2] >> 4], data[place + 2] >> 1 & 1
        side = int.from_bytes(data[place + SIDE_INFO : place + SIDE_INFO + 4])
        yield side >> 11 & 0xFFF  # after main_data_begin (8 bits) and one private bit
        place += 72 * bitrate * 1000 // RATE + padding
