"""Luminance and contrast of colours as WCAG 2.2 defines them.

Colours are `#rrggbb` texts, as in the theme.
"""

from __future__ import annotations

_WEIGHTS = (0.2126, 0.7152, 0.0722)
_LINEAR = 0.04045
"""Up to here sRGB is linear (IEC 61966-2-1); WCAG had 0.03928 until 2021."""


def luminance(color: str) -> float:
    """The relative luminance of a colour as `#rrggbb`, 0-1."""
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= _LINEAR else ((part + 0.055) / 1.055) ** 2.4
        for part in parts
    ]
    return sum(w * part for w, part in zip(_WEIGHTS, linear, strict=True))


def contrast_ratio(color: str, other: str) -> float:
    """The contrast between two colours, 1-21."""
    low, high = sorted((luminance(color), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def readable_ink(ground: str, *inks: str) -> str:
    """The ink with the highest contrast to a background; the first of equals."""
    return max(inks, key=lambda ink: contrast_ratio(ink, ground))
