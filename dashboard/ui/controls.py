"""What a link may say beside language and filters: how a page shows what is kept.

Each control has the values that mean something in an edition; a link's other values are
left out and named to the reader, like filters that the edition does not have.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from dashboard.figures import VIEWS
from dashboard.filters import PARAMETERS
from dashboard.i18n import LANGUAGES
from dashboard.measures import COUNTED, ORDERS, PIVOTED
from dashboard.report import PARTS
from pipeline.model import Edition

Values = Callable[[Edition], Collection[str]]


NOTHING = "nothing"
"""Nothing stands across: one bar for each row."""


def _ids(table: str, key: str) -> Values:
    return lambda edition: frozenset(getattr(edition, table)[key])


def _among(*values: str) -> Values:
    return lambda _edition: values


CONTROLS: Mapping[str, Values | None] = {
    "color": _among("agreements", "institutions", "marked"),
    "view": _among(*VIEWS),
    "unit": _among("agreements", "institutions"),
    "agreement": _ids("agreements", "agreement_id"),
    "institution": _ids("institutions", "institution_id"),
    "order": _among(*ORDERS),
    "search": None,
    "by": _among("region", "territory"),
    "compare": _among("department", "region", "territory", "agreement_type"),
    "one": None,
    "two": None,
    "rows": _among(*PIVOTED),
    "columns": _among(*PIVOTED, NOTHING),
    "counted": _among(*COUNTED),
    "months": _among("6", "12", "24", "36"),
    "paper": _among(*LANGUAGES),
    "without": _among(*PARTS),
    "slide": None,
}
"""Name in the URL -> its values; None where any text will do."""

MULTI_VALUED = ("without",)
"""Controls that hold several values, joined by commas."""

FOREIGN_PARAMETERS = ("lang", "embed", "embed_options", *PARAMETERS.values())
"""What is read elsewhere: by us, or by the framework."""


def read_controls(
    query: Mapping[str, str], edition: Edition
) -> tuple[dict[str, str], tuple[str, ...]]:
    """Read the controls of a link.

    Returns:
        The controls that mean something here, and what of the link does not, as
        `name=value`: unknown names, and values that this edition does not have.
    """
    controls: dict[str, str] = {}
    ignored: list[str] = []
    for name, value in query.items():
        if name in FOREIGN_PARAMETERS:
            continue
        if name not in CONTROLS:
            ignored.append(f"{name}={value}")
            continue
        values = CONTROLS[name]
        asked = value.split(",") if name in MULTI_VALUED else [value]
        known = [one for one in asked if one and (not values or one in values(edition))]
        controls[name] = ",".join(known)
        ignored += [f"{name}={one}" for one in asked if one and one not in known]
    if query.get("lang", LANGUAGES[0]) not in LANGUAGES:
        ignored.append(f"lang={query['lang']}")
    return {name: value for name, value in controls.items() if value}, tuple(ignored)
