"""A list as a whole country would print it, for measuring only.

Many universities' lists in one, in the shape of the Kobe list: regions and territories
printed once, partners shared between universities, a few departments each. Names are
made up; places, departments and the best-known partners are real.
"""

from __future__ import annotations

from itertools import accumulate
from random import Random

from pipeline.reference import Reference, load_reference
from tests.support.damage.lists import HEADINGS

HEADING = ("日本側大学", *HEADINGS)
STEMS = "アカサタナハマヤラワイキシチニヒミリウクスツヌフムユルエケセテネヘメレロ"
KINDS = ("大学", "大学", "大学", "工科大学", "国立大学", "科学技術大学", "師範大学")
UNITS = ("", "", "工学部", "理学部", "経済学部", "文学部", "医学部", "大学院", "農学部")
TYPES = ("大学間", "部局間", "部局間", "部局間", "その他")
MARKS = ("○", "○", "○", "", "")
PER_HOME, MOST_HOMES = 75, 800
PER_PARTNER, LEAST_PARTNERS, MOST_PARTNERS = 4, 70, 20_000
FEW = 0.7
"""How steeply agreements fall from the best-known partner to the next ones."""

Partner = tuple[str, str, str]
"""Region, territory and name."""


def national(rows: int, seed: int = 1) -> str:
    """A list of that many agreements; the same seed gives the same list."""
    random = Random(seed)
    reference = load_reference()
    homes = min(MOST_HOMES, max(1, rows // PER_HOME))
    wanted = min(MOST_PARTNERS, max(LEAST_PARTNERS, rows // PER_PARTNER))
    partners = _partners(wanted, reference, random)
    weights = list(accumulate((1 + i) ** -FEW for i in range(len(partners))))
    departments = [one.label_ja for one in reference.departments.values()]
    lines = [_line(HEADING), "|---" * len(HEADING) + "|"]
    for home in range(homes):
        count = rows * (home + 1) // homes - rows * home // homes
        ours = random.sample(departments, 6)
        above = ("", "")
        for partner in sorted(random.choices(partners, cum_weights=weights, k=count)):
            place = _printed_place(partner, above)
            named = "、".join(random.sample(ours, random.choice((1, 1, 1, 2, 2, 3))))
            said = (random.choice(UNITS), random.choice(TYPES), named)
            cells = (_name_of(home), *place, partner[2], *said, random.choice(MARKS))
            lines.append(_line(cells))
            above = partner[:2]
    return "\n".join(lines) + "\n"


def _partners(count: int, reference: Reference, random: Random) -> list[Partner]:
    places = reference.territories
    partners = [
        (places[one.territory_code], one.name_ja)
        for one in reference.institutions.values()
    ]
    common = [place for place, _ in partners]
    while len(partners) < count:
        place = random.choice(
            common if random.random() < 0.8 else list(places.values())
        )
        name = "".join(random.choices(STEMS, k=random.randint(3, 5)))
        partners.append((place, name + random.choice(KINDS)))
    return [
        (reference.regions[place.region_id].label_ja, place.label_ja, name)
        for place, name in partners[:count]
    ]


def _printed_place(partner: Partner, above: tuple[str, str]) -> tuple[str, str]:
    """Region and territory where they begin, blank below."""
    region, territory = partner[:2]
    same_region = region == above[0]
    same = same_region and territory == above[1]
    return ("" if same_region else region, "" if same else territory)


def _name_of(home: int) -> str:
    return (
        "".join("東西南北中上下内外新"[int(digit)] for digit in f"{home:03d}") + "大学"
    )


def _line(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(cells) + " |"
