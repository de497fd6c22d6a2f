"""What a drawing of curves has to reckon, apart from the library that draws it."""

from __future__ import annotations


def linear(counts: list[int], last: float) -> list[float]:
    """What would be measured if it grew as the count does and ended at the last."""
    return [last * count / counts[-1] for count in counts]


def labels_apart(ends: list[float], least: float) -> list[float]:
    """Move labels down from the highest, so that none covers another.

    Args:
        ends: where on the axis each label would stand, 0 to 1.
        least: how much room each needs.
    """
    places, room = list(ends), float("inf")
    for i in sorted(range(len(ends)), key=lambda i: -ends[i]):
        places[i] = min(ends[i], room)
        room = places[i] - least
    return places
