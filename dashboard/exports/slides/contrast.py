"""Which letters can be read on a colour."""

from __future__ import annotations

from dashboard.theme import themes

_WEIGHTS = (0.2126, 0.7152, 0.0722)


def contrast(rgb: str) -> str:
    """White or our ink, whichever reads better on a colour."""
    return max(
        ("#ffffff", themes()[0].ink), key=lambda ink: _ratio(_light(ink), _light(rgb))
    )


def _light(rgb: str) -> float:
    """How light a colour is, 0-1, as the accessibility guidelines reckon."""
    parts = [int(rgb[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [
        one / 12.92 if one <= 0.03928 else ((one + 0.055) / 1.055) ** 2.4
        for one in parts
    ]
    return sum(w * one for w, one in zip(_WEIGHTS, linear, strict=True))


def _ratio(one: float, other: float) -> float:
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)
