"""The families of made-up lists: what shapes real lists come in."""

from __future__ import annotations

from tests.support.unseen.families import lines, mechanisms, merged, whole
from tests.support.unseen.families.base import Family

FAMILIES: dict[str, Family] = {
    **whole.FAMILIES,
    **merged.FAMILIES,
    **lines.FAMILIES,
    **{f"kind_{name}": family for name, family in mechanisms.FAMILIES.items()},
}
"""Name -> how to draw one list of it."""
