"""Forms in which a list leaves the dashboard."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[float], None]
"""Takes the share of the work that is done, 0-1."""
