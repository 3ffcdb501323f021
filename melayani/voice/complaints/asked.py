"""What a visitor of the public list and map asks for; every value is bounded, and unknown ones are nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

FIELDS = {
    "q": 200,
    "instansi": 80,
    "layanan": 120,
    "soal": 60,
    "jenis": 24,
    "keadaan": 20,
    "wilayah": 8,
}
NARROWING = tuple(name for name in FIELDS if name != "q")


@dataclass(frozen=True)
class Asked:
    """The words of the search and the values of the filters, as the address has them."""

    values: Mapping[str, str]
    after: str = ""

    @classmethod
    def read(cls, query: Mapping[str, str]) -> Asked:
        given = {name: query.get(name, "").replace("\x00", "").strip()[:most] for name, most in FIELDS.items()}
        return cls({name: value for name, value in given.items() if value}, query.get("setelah", "")[:60])

    def get(self, name: str) -> str:
        return self.values.get(name, "")

    @property
    def q(self) -> str:
        return self.get("q")

    @property
    def narrowed(self) -> bool:
        return any(self.get(name) for name in NARROWING)

    @property
    def question(self) -> str:
        """The part of an address that asks the same again; "" when nothing is asked."""
        return f"?{urlencode(self.values)}" if self.values else ""
