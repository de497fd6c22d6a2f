"""The controls of pages in the URL, beside language and filters.

Each control has the values that an edition allows; other values of a link are ignored
and listed for the reader, as are filters that the edition does not have.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from dashboard.charts import WORLD
from dashboard.filters import PARAMETERS
from dashboard.i18n import LANGUAGES
from dashboard.measures import COMPARED, COUNTED, ORDERS, PIVOTED
from dashboard.report import PARTS
from pipeline.model import Edition

Values = Callable[[Edition], Collection[str]]
"""Returns the values that an edition allows."""

NOTHING = "nothing"
"""The value of `columns` for a table without columns: one bar for each row."""


def _ids(table: str, key: str) -> Values:
    return lambda edition: frozenset(getattr(edition, table)[key])


def _among(*values: str) -> Values:
    return lambda _edition: values


CONTROLS: Mapping[str, Values | None] = {
    "color": _among("agreements", "institutions", "marked"),
    "view": lambda edition: {WORLD, *edition.territories["region_id"]},
    "unit": _among("agreements", "institutions"),
    "agreement": _ids("agreements", "agreement_id"),
    "institution": _ids("institutions", "institution_id"),
    "order": _among(*ORDERS),
    "search": None,
    "by": _among("region", "territory"),
    "compare": _among(*COMPARED),
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
"""Name in the URL -> its values; None where any text is allowed."""

MULTI_VALUED = ("without",)
"""Controls with several values, joined by commas."""

FOREIGN_PARAMETERS = (
    *("lang", "list", "embed", "embed_options"),
    *PARAMETERS.values(),
)
"""URL parameters that are read elsewhere: by us, or by the framework."""


def read_controls(
    query: Mapping[str, str], edition: Edition
) -> tuple[dict[str, str], tuple[str, ...]]:
    """Read the controls of a link.

    Returns:
        The valid controls, and the ignored parts of the link as `name=value`: unknown
        names, and values that this edition does not have.
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
        requested = value.split(",") if name in MULTI_VALUED else [value]
        allowed = None if values is None else values(edition)
        valid = [
            item for item in requested if item and (allowed is None or item in allowed)
        ]
        controls[name] = ",".join(valid)
        ignored += [
            f"{name}={item}" for item in requested if item and item not in valid
        ]
    if query.get("lang", LANGUAGES[0]) not in LANGUAGES:
        ignored.append(f"lang={query['lang']}")
    return {name: value for name, value in controls.items() if value}, tuple(ignored)
