"""What every test may ask for."""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def kobe_list() -> Path:
    """The list the dashboard opens with, as received."""
    return ROOT / "data" / "lists" / "kobe-engineering" / "input.md"


@pytest.fixture(scope="session")
def kobe(kobe_list: Path):
    """Its Edition, built once for all tests; nobody may write into it."""
    from pipeline import build

    return build(kobe_list)
