"""How many agreements each choice of a filter would leave, under the other filters.

Assumes an edition and filters. A field's own choices are left out, since several of them
mean any of these.
"""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from dashboard.caching import memoize_by_identity
from dashboard.filters import DIMENSION, EXCHANGES, PARAMETERS, Filters, options
from dashboard.measures.base import Counter, Measure, count, count_without_departments
from pipeline.model import Edition

NOTHING = Filters()


@memoize_by_identity
def agreements_by_choice(edition: Edition, filters: Filters) -> Measure:
    """Count the agreements that have each choice and pass the filters of other fields.

    Returns:
        One row per field and choice: field (its name in the URL), choice (the id),
        agreements, possibly 0. Fields as in `PARAMETERS`, choices as in `options`. Adds
        up within no field for certain: an agreement may name several departments.
    """
    rows = [
        (parameter, choice, agreements)
        for name, parameter in PARAMETERS.items()
        for choice, agreements in _counted(edition, filters, name)
    ]
    table = pd.DataFrame(rows, columns=["field", "choice", "agreements"])
    n = count_without_departments(edition, filters).n
    return Measure(table, "agreements", adds_up=False, n=n)


def _counted(edition: Edition, filters: Filters, name: str) -> list[tuple[str, int]]:
    """Each choice of a field with its agreements under the other fields."""
    others = replace(filters, **{name: getattr(NOTHING, name)})
    choices = options(edition, name)
    if name == "departments":
        by_id = _by_department(count(edition, others))
    elif name == "exchange":
        counter = count_without_departments(edition, others)
        marked = int(counter.agreements((), counter.marked)[0])
        by_id = dict(zip(EXCHANGES, (marked, counter.n - marked), strict=True))
    else:
        counter = count_without_departments(edition, others)
        dimension = DIMENSION[name]
        agreements = counter.agreements((dimension,)).tolist()
        by_id = dict(zip(counter.cube.ids[dimension], agreements, strict=True))
    return [(choice, by_id[choice]) for choice in choices]


def _by_department(counter: Counter) -> dict[str, int]:
    agreements = counter.agreements_by_department().tolist()
    return dict(zip(counter.cube.ids["department"], agreements, strict=True))
