"""The promise of a standard, its fourteen components, and how published requirement lines are read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

PUBLIC = ("requirements", "procedure", "duration", "fee", "product", "complaint_handling")
INTERNAL = (
    "legal_basis",
    "facilities",
    "competence",
    "internal_control",
    "staff_count",
    "service_guarantee",
    "safety_guarantee",
    "staff_evaluation",
)
COMPONENTS = PUBLIC + INTERNAL
ACTORS = ("applicant", "counter", "processor", "section_head", "head", "partner")
_ACTOR_WORDS = (
    ("head", r"^(kepala dinas|tte kepala|tanda tangan kepala|pengesahan kepala|notifikasi kepala|penandatanganan)"),
    ("section_head", r"^(kasi|kabid|validasi kabid|verifikasi subkoordinator|koreksi dan paraf|paraf)"),
    ("partner", r"^(desa |putr |dinas teknis|rekomendasi dinkes|verifikasi dan rekomendasi dinkes|oss |piak )"),
    ("counter", r"^(petugas|loket|fo |distribusi|serah terima)"),
    ("processor", r"^(operator|bo |input|entri|cetak|dpmptsp )"),
    (
        "applicant",
        r"^(pemohon|penduduk|isi |mengisi|serah (berkas|data)|menyerahkan|melengkapi|lengkapi|ajukan|daftar|pastikan"
        r"|hadir|unggah|antrean$|beri nomor|terima lewat|terima hasil)",
    ),
)
MET, PARTLY, NOT_MET, NOT_JUDGED = "met", "partly", "not_met", "not_judged"  # how a mall stands to a criterion
_LABELLED = re.compile(r"^([^:;]{1,80}):\s+(\S.*)$")
_IN_BRACKETS = re.compile(r"^(.*\S)\s*\(((?:bila|di atas) [^()]*|\d+\s*-\s*\d+ tahun)\)$")
_TRAILING = re.compile(r"^([^,]*\S) (bila (?!perlu$)[^,]*|bila perlu)$")
_FACT = re.compile(r"^(usia|umur|peristiwa tidak|pelapor) ", re.IGNORECASE)
_UNIT_NAMES = {"day": "calendar_day"}


class _Promising(Protocol):
    duration_min: int | None
    duration_max: int | None
    duration_unit: str
    duration_text: str
    clock_starts: str


@dataclass(frozen=True)
class Promise:
    """What a standard promises: amounts in `unit` (minute, hour, calendar_day, working_day, month), as published."""

    min: int | None
    max: int | None
    unit: str
    clock_starts: str
    text: str

    @property
    def limit(self) -> int | None:
        """The amount that the case's clock runs against: the most that the standard allows itself."""
        return self.max if self.max is not None else self.min


def promised(standard: _Promising) -> Promise | None:
    """The usable promise of `standard`, or None when no time is known or the clock belongs to another system."""
    if standard.duration_unit in ("", "external_sla"):
        return None
    if standard.duration_min is None and standard.duration_max is None:
        return None
    return Promise(
        min=standard.duration_min,
        max=standard.duration_max,
        unit=standard.duration_unit,
        clock_starts=standard.clock_starts,
        text=standard.duration_text,
    )


def unit_from_published(unit: str | None) -> str:
    """Our unit for a published one: "day" (the source says "hari" without "kerja") is a calendar day."""
    return _UNIT_NAMES.get(unit or "", unit or "")


def unit_as_published(unit: str) -> str | None:
    """The way back, for the export."""
    return next((published for published, ours in _UNIT_NAMES.items() if ours == unit), unit or None)


def actor_of(step: str) -> str:
    """Who acts in a published step, judged by its first words; "" when the words do not say."""
    text = step.casefold()
    return next((actor for actor, pattern in _ACTOR_WORDS if re.search(pattern, text)), "")


# --- requirement lines ------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Item:
    """One thing to bring or to be, from the published line number `line` (1 for the first)."""

    line: int
    text: str
    kind: str = "document"
    condition: str = ""
    alternatives: tuple[str, ...] = ()


@dataclass(frozen=True)
class VariantItems:
    """A variant (key and label empty when the standard has none) with its items in order."""

    key: str
    label: str
    items: tuple[Item, ...]


def read_requirements(lines: Sequence[str], override: Mapping[str, Any] | None = None) -> list[VariantItems]:
    """Read published requirement lines into variants and items.

    Two or more lines of the form "Label: content" are variants, the other lines hold for each of them. `override`
    (data/variants.json) names variants by line numbers, or gives the items of a line, where the words mislead.
    """
    override = override or {}
    given = override.get("items", {})
    labelled = {number: match for number, line in enumerate(lines, 1) if (match := _LABELLED.match(line))}
    groups = _variant_lines(lines, labelled, override.get("variants"))
    named = bool(groups[0][0]) if groups else False
    return [
        VariantItems(
            key=key,
            label=label,
            items=tuple(
                item
                for number in numbers
                for item in _items(number, lines[number - 1], labelled.get(number) if named else None, given)
            ),
        )
        for key, label, numbers in groups
    ]


def _variant_lines(
    lines: Sequence[str], labelled: Mapping[int, re.Match[str]], variants: Sequence[Mapping[str, Any]] | None
) -> list[tuple[str, str, list[int]]]:
    everything = list(range(1, len(lines) + 1))
    if variants:
        return [(variant["key"], variant["label"], list(variant["lines"])) for variant in variants]
    if variants is not None or len(labelled) < 2:
        return [("", "", everything)] if lines else []
    return [
        (slug(match[1]), match[1], [other for other in everything if other == number or other not in labelled])
        for number, match in labelled.items()
    ]


def _items(number: int, line: str, label: re.Match[str] | None, given: Mapping[str, Any]) -> list[Item]:
    if str(number) in given:
        return [
            Item(
                line=number,
                text=entry["text"],
                kind=entry.get("kind", "document"),
                condition=entry.get("condition", ""),
                alternatives=tuple(entry.get("alternatives", ())),
            )
            for entry in given[str(number)]
        ]
    content = label[2] if label else line
    parts = content.split("; ") if label else [content]
    return [read_item(number, part) for part in parts]


def read_item(line: int, text: str) -> Item:
    """Read one requirement: its condition ("bila …", an age), its alternatives ("… atau …"), and what kind it is."""
    body, condition = _split_condition(text.strip())
    kind = "fact" if _FACT.match(body) else "document"
    alternatives = body.split(" atau ") if ", " not in body and kind == "document" else []
    return Item(
        line=line,
        text=_capital(body),
        kind=kind,
        condition=condition,
        alternatives=tuple(_capital(part) for part in alternatives) if len(alternatives) > 1 else (),
    )


def _split_condition(text: str) -> tuple[str, str]:
    match = _IN_BRACKETS.match(text)
    if match is None and not _FACT.match(text):
        match = _TRAILING.match(text)
    if match is None:
        return text, ""
    condition = match[2]
    return match[1], condition if condition.startswith("bila ") else f"bila {condition}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


# --- search -----------------------------------------------------------------------------------------------------------
def fold(text: str) -> str:
    """`text` for searching: no case, no diacritics, words apart by one space; "KTP-el" gives "ktp el ktpel"."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).casefold()
    joined = [word.replace("-", "") for word in re.findall(r"[a-z0-9]+(?:-[a-z0-9]+)+", plain)]
    return " ".join([*re.findall(r"[a-z0-9]+", plain), *joined])


def searchable(texts: Iterable[str]) -> str:
    """The column to search in: a space before each word and after the last one, see `beginning_with`."""
    seen = dict.fromkeys(word for text in texts for word in fold(text).split())
    return "".join(f" {word}" for word in seen) + " "


def beginning_with(word: str) -> str:
    """What `searchable` must contain for `word`: up to three letters a whole word (SIP is not sipil)."""
    return f" {word} " if len(word) <= 3 else f" {word}"


LONGEST_WORD = 24
FILLER = frozenset(
    {"di", "ke", "dari", "yang", "untuk", "dan", "atau", "cara", "bagaimana", "buat", "bikin", "membuat", "urus"}
    | {"mengurus", "ngurus", "mau", "ingin", "saya", "aku", "layanan", "pembuatan", "pengurusan"}
    | {"the", "a", "of", "for", "to", "how", "in"}
)


def query_words(query: str, *, limit: int = 6) -> list[str]:
    """The words of `query` that must match, at most `limit`; fillers fall away while something else is left."""
    words = list(dict.fromkeys(re.findall(r"[a-z0-9]+", fold_query(query))))
    telling = [word for word in words if word not in FILLER]
    return (telling or words)[:limit]


def fold_query(query: str) -> str:
    """`query` without case and diacritics, at most 200 characters."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", query) if not unicodedata.combining(c))
    return plain.casefold()[:200]


def one_letter_off(word: str) -> str:
    """A regular expression for words that begin with `word` but for one letter wrong, missing, added or swapped.

    Words of up to three letters only match as they are: a letter more or less makes another word of them. So do words
    longer than any real one, whose expression a database would refuse.
    """
    if not 4 <= len(word) <= LONGEST_WORD:
        return beginning_with(word)
    wrong = [word[:i] + "[a-z0-9]" + word[i + 1 :] for i in range(1, len(word))]
    missing = [word[:i] + "[a-z0-9]" + word[i:] for i in range(1, len(word))]
    added = [word[:i] + word[i + 1 :] for i in range(1, len(word))]
    swapped = [word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in range(len(word) - 1)]
    return f" ({'|'.join(dict.fromkeys([*wrong, *missing, *added, *swapped]))})"


def slug(text: str) -> str:
    """A readable key of `text`: words of letters and digits joined by hyphens."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).casefold()
    return "-".join(re.findall(r"[a-z0-9]+", plain))


@dataclass(frozen=True)
class Readiness:
    """How many of the criteria a mall meets; one that nobody judged is not judged, never unmet."""

    met: int
    partly: int
    not_met: int
    not_judged: int

    @property
    def total(self) -> int:
        return self.met + self.partly + self.not_met + self.not_judged

    @property
    def judged(self) -> int:
        return self.total - self.not_judged


def readiness(keys: Iterable[str], states: Mapping[str, str]) -> Readiness:
    """Count the criteria `keys` by their states; keys without a state are not judged, states of other keys are not
    counted (they belong to another version of the criteria)."""
    found = [states.get(key, NOT_JUDGED) for key in keys]
    return Readiness(*(found.count(state) for state in (MET, PARTLY, NOT_MET, NOT_JUDGED)))
