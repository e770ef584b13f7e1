"""The jobs by name, who is compared with whom in each, and the goals."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from benchmarks.speed import jobs, many
from benchmarks.speed.timing import Contestant, ratio
from benchmarks.speed.world import World

DOUBLED = 2.2  # what counts as twice: the machine's own noise is in it


@dataclass
class Race:
    """One job: its contestants, and the one that the others' CPU seconds are divided by.

    `goals` are the largest ratios by contestant, `most` the largest peak of the first one in MiB.
    """

    name: str
    title: str
    make: Callable[[World], list[Contestant]]
    yardstick: int
    goals: Mapping[str, float]
    most: float | None = None
    rounds: int | None = None
    ran: list[Contestant] = field(default_factory=list)

    def ratio(self, one: Contestant) -> float | None:
        """Return a contestant's CPU seconds as a multiple of the yardstick's; `None` where one of them failed."""
        return ratio(one, self.ran[self.yardstick])


@dataclass(frozen=True)
class Goal:
    """What was aimed at, in words, and whether it was reached; `None` where it could not be measured."""

    job: str
    words: str
    met: bool | None


def races() -> list[Race]:
    """Return the jobs in their order."""
    ours = "patcher"
    return [
        Race("W1", "17,000 lines, 31 functions", lambda w: jobs.large(w, 17_000, 31), 1, {ours: 0.45}, 50),
        Race(
            "W2",
            "170,000 lines, 310 functions",
            lambda w: jobs.large(w, 170_000, 310),
            1,
            {ours: 0.15},
            150,
            4,
        ),
        Race(
            "W3",
            "1.7 million lines, 3,100 functions",
            lambda w: jobs.large(w, 1_700_000, 3_100),
            1,
            {ours: 0.12},
            1024,
            1,
        ),
        Race(
            "W4",
            "nine patterns over 50,000 files",
            lambda w: many.checked(w, 50_000),
            1,
            {ours: 0.8},
            rounds=3,
        ),
        Race(
            "W5",
            "a comment out of 500 of 50,000 files",
            lambda w: many.swept(w, 50_000),
            1,
            {ours: 1.2},
            rounds=3,
        ),
        Race("W6", "start-up", jobs.started, 3, {"--version": 5, "--help": 5, "lint of a small plan": 9}),
        Race("W7", "four steps with guards and checks", jobs.series, 1, {ours: 0.35}),
        Race("W8", "git's verdict on that series", jobs.verified, 1, {"patcher verify": 3}),
        _doubling("W9a", "many ranges in one class", many.ranges, 5_000),
        _doubling("W9b", "many edits over many files", many.edits, 500),
    ]


def _doubling(name: str, title: str, make: Callable[[World, int], Contestant], number: int) -> Race:
    def pair(world: World) -> list[Contestant]:
        return [make(world, number), make(world, 2 * number)]

    kind = title.split()[1]
    return Race(name, title, pair, 0, {f"{2 * number:,} {kind}": DOUBLED}, rounds=3)


def goals(ran: Sequence[Race]) -> Iterator[Goal]:
    """Yield what was aimed at in the jobs that ran."""
    for race in ran:
        by_name = {one.name: one for one in race.ran}
        for name, limit in race.goals.items():
            found = race.ratio(by_name[name])
            yield Goal(
                race.name, f"{name}: at most {limit:g} times", None if found is None else found <= limit
            )
        if race.most is not None:
            first = race.ran[0]
            words = f"{first.name}: at most {race.most:g} MiB"
            yield Goal(race.name, words, None if first.failed else first.peak <= race.most)
    yield from _tenfold({race.name: race for race in ran})


def _tenfold(ran: Mapping[str, Race]) -> Iterator[Goal]:
    """Yield whether ten times the lines took no more than twelve times the seconds."""
    if "W2" in ran and "W3" in ran:
        small, large = ran["W2"].ran[0], ran["W3"].ran[0]
        met = None if small.failed or large.failed else large.cpu <= 12 * small.cpu
        yield Goal("W3", "patcher: at most 12 times W2", met)
