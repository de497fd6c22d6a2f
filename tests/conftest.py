"""What every test may ask for."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("quick", derandomize=True, deadline=None, max_examples=60)
settings.register_profile("ci", derandomize=True, deadline=None, max_examples=300)
settings.register_profile("explore", deadline=None, max_examples=1000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))
"""A quick run draws the same few cases every time, continuous integration the same
many; HYPOTHESIS_PROFILE=explore looks for new ones."""

os.environ.pop("ATLAS_LIST", None)  # the tests are about the list of the repository

ROOT = Path(__file__).resolve().parents[1]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run the walks first, as no worker may be left with one at the end; but the
    browser's other tests last: what is quick to fail fails first.
    """
    for name, first in (("walk", True), ("browser", False)):
        items.sort(key=lambda item: (item.get_closest_marker(name) is None) == first)


@pytest.fixture(scope="session", autouse=True)
def stored_editions(tmp_path_factory) -> Path:
    """The folder in which the dashboard stores editions while it is tested."""
    folder = tmp_path_factory.mktemp("editions")
    os.environ["ATLAS_CACHE"] = str(folder)
    return folder


@pytest.fixture(scope="session")
def kobe_list() -> Path:
    """The list the dashboard opens with, as received."""
    return ROOT / "data" / "lists" / "kobe-engineering" / "input.md"


@pytest.fixture(scope="session")
def kobe(kobe_list: Path):
    """Its Edition, built once for all tests; nobody may write into it."""
    from pipeline import build

    return build(kobe_list)
