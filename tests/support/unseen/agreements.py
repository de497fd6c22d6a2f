"""The agreements of one made-up list: what its author knows before writing it down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from tests.support.unseen.words import CODES, SPOKEN, TERRITORIES, Language, language

DATES = ("%Y-%m-%d", "%Y/%m/%d", "%d.%m.%Y", "%d/%m/%Y", "%d %b %Y", "%Y", "%Y.%m")
NAMES = ("own", "own", "local", "english")
"""In whose language the institutions are named: the list's, their own, English."""


@dataclass(frozen=True)
class Agreement:
    """One agreement; `region` and `code` are ids, the rest is as it may be printed."""

    region: str
    code: str
    institution: str
    english: str
    unit: str
    type: str
    departments: tuple[str, ...]
    exchange: bool
    signed: date
    expires: date
    texts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Style:
    """How one author writes.

    Attributes:
        dates: as strftime wants it.
        yes, no: what marks exchange; `no` may be blank.
        join: what stands between departments.
        upper: whether names are in capitals.
    """

    dates: str
    yes: str
    no: str
    join: str
    upper: bool


@dataclass(frozen=True)
class Facts:
    """One list: language, style, and its agreements by region and territory."""

    language: Language
    style: Style
    agreements: tuple[Agreement, ...]

    @property
    def persons(self) -> frozenset[str]:
        """What must not be published: names of persons, their mail and telephone."""
        kinds = ("contact", "email", "phone")
        return frozenset(a.texts[kind] for a in self.agreements for kind in kinds)


def draw_facts(random: Random, code: str = "", least: int = 6, most: int = 36) -> Facts:
    """Draw the agreements of one list."""
    words = language(code or random.choice(CODES))
    style = Style(
        random.choice(DATES),
        words.one(random, "yes"),
        random.choice(("", "", words.one(random, "no"))),
        words.one(random, "join"),
        random.random() < 0.1,
    )
    count = random.randint(least, most)
    naming = random.choice(NAMES)
    types = random.sample(words.words["types"], random.randint(2, 3))
    ours = random.sample(
        words.words["departments"], min(len(words.words["departments"]), 4)
    )
    agreements: tuple[Agreement, ...] = ()
    while len(agreements) < least:
        agreements = _distinct(_draw(random, words, style, count, naming, types, ours))
    return Facts(words, style, agreements)


def _draw(
    random: Random,
    words: Language,
    style: Style,
    count: int,
    naming: str,
    types: list[str],
    ours: list[str],
) -> list[Agreement]:
    """Draw agreements in some territories, until there are enough or no more places."""
    agreements: list[Agreement] = []
    taken: set[str] = set()
    for region, territory in _places(random):
        if len(agreements) >= count:
            break
        for _ in range(random.choice((1, 1, 2, 3, 4, 6))):
            names = _names(random, words, territory, naming, taken, style.upper)
            for _ in range(2 if random.random() < 0.08 else 1):
                agreements.append(
                    _agreement(random, words, region, territory, names, types, ours)
                )
    return agreements


def _places(random: Random) -> list[tuple[str, str]]:
    regions = random.sample(sorted(TERRITORIES), random.randint(2, len(TERRITORIES)))
    places = []
    for region in regions:
        known = TERRITORIES[region].split()
        few = random.sample(known, random.randint(1, min(len(known), 6)))
        places += [(region, code) for code in few]
    return places


def _names(
    random: Random,
    words: Language,
    territory: str,
    naming: str,
    taken: set[str],
    upper: bool,
) -> tuple[str, str]:
    """Make up an institution's name and its English one; no name twice in a list."""
    spoken = {"own": words.code, "local": SPOKEN.get(territory, "en")}
    while True:
        name = language(spoken.get(naming, "en")).institution(random)
        name = name.upper() if upper else name
        if name.casefold() not in taken:
            break
    taken.add(name.casefold())
    english = name if naming == "english" else language("en").institution(random)
    return name, english


def _agreement(
    random: Random,
    words: Language,
    region: str,
    territory: str,
    names: tuple[str, str],
    types: list[str],
    ours: list[str],
) -> Agreement:
    signed = date(2000, 1, 1) + timedelta(days=random.randrange(9000))
    named = random.sample(ours, random.choice((1, 1, 1, 2)))
    return Agreement(
        region,
        territory,
        names[0],
        names[1],
        words.one(random, "units") if random.random() < 0.5 else "",
        random.choice(types),
        tuple(named),
        random.random() < 0.6,
        signed,
        signed.replace(day=1, year=signed.year + random.choice((3, 5))),
        _texts(random, words),
    )


def _texts(random: Random, words: Language) -> dict[str, str]:
    number = random.randrange(1000, 9999)
    return {
        "city": words.one(random, "stems") + words.one(random, "ends") or "-",
        "level": words.one(random, "levels"),
        "field": words.one(random, "fields"),
        "contact": words.one(random, "person"),
        "email": f"office{number}@example.edu",
        "phone": f"+81-78-{random.randrange(100, 999)}-{number}",
        "url": f"https://www.example{number}.edu/",
        "remarks": words.one(random, "remarks") if random.random() < 0.3 else "",
        "places": str(random.randint(1, 6)),
        "language": words.one(random, "fields"),
        "code": f"P{number}",
        "duration": str(random.choice((3, 5))),
        "sent": str(random.randint(0, 9)),
        "received": str(random.randint(0, 9)),
        "status": words.one(random, "remarks"),
    }


def _distinct(agreements: list[Agreement]) -> tuple[Agreement, ...]:
    """Leave out what would be the same row again, whatever its columns."""
    seen: dict[tuple[str, str], Agreement] = {}
    for one in agreements:
        seen.setdefault((one.institution, one.unit), one)
    return tuple(seen.values())
