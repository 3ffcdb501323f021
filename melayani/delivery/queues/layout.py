"""How a place stands now: which counter serves which lines, and who sits there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from melayani.delivery.queues.models import Counter, Line, Site, Sitting


@dataclass(frozen=True)
class Post:
    """A counter with the lines that it serves, and the sitting when somebody is there."""

    counter: Counter
    serves: frozenset[int]
    sitting: Sitting | None = None

    @property
    def calls(self) -> bool:
        """Whether it calls now: somebody sits there and does not pause."""
        return self.sitting is not None and self.sitting.on_break_since is None


@dataclass(frozen=True)
class Layout:
    """The open lines and counters of a place."""

    lines: dict[int, Line]
    posts: list[Post]

    def seated(self, line: int) -> list[Post]:
        """Counters of the line at which somebody sits, also during a break."""
        return [post for post in self.posts if post.sitting is not None and line in post.serves]

    def calling(self, line: int) -> list[Post]:
        """Counters that call for the line now."""
        return [post for post in self.posts if post.calls and line in post.serves]

    def beside(self, line: int) -> frozenset[int]:
        """The line and all lines that share a counter with it at which somebody sits."""
        return frozenset({line}).union(*(post.serves for post in self.seated(line)))

    def joined(self, line: int) -> frozenset[int]:
        """The lines whose waits hang together with those of `line`, also by a detour."""
        found = frozenset({line})
        while True:
            more = found.union(*(self.beside(one) for one in found))
            if more == found:
                return found
            found = more


def layout_of(site: Site) -> Layout:
    """The layout of a place; four queries."""
    lines = Line.objects.filter(site=site, is_open=True).select_related("unit", "service", "zone").order_by("prefix")
    counters = Counter.objects.filter(site=site, is_open=True).select_related("unit", "zone").order_by("number")
    sittings = Sitting.objects.filter(counter__site=site, until__isnull=True).select_related("officer")
    by_counter = {sitting.counter_id: sitting for sitting in sittings}
    open_lines = {line.pk: line for line in lines}
    posts = [
        Post(counter, _served(counter, open_lines.values()), by_counter.get(counter.pk))
        for counter in counters.prefetch_related("lines")
    ]
    return Layout(open_lines, posts)


def _served(counter: Counter, lines: Iterable[Line]) -> frozenset[int]:
    own = {line.pk for line in counter.lines.all()}
    return frozenset(line.pk for line in lines if (line.pk in own if own else line.unit_id == counter.unit_id))
