"""What every page of the Kobe list says, in the language it is read in."""

import re
from urllib.parse import urlsplit

from tests.test_app import UNCOUNTED

TEXT_ID = re.compile(r"\b[a-z]+\.[a-z]+_[a-z_]+\b")
ENGLISH_SENTENCE = re.compile(r"(?:\b[A-Za-z][a-z]+[ ,.;:]+){7,}")


def must_speak(visit, lang):
    """The page says its number and its edition, in one language and no other."""
    text = visit.text()
    assert visit.page.evaluate("document.documentElement.lang") == lang
    assert TEXT_ID.findall(text) == []
    assert lang == "en" or ENGLISH_SENTENCE.findall(text) == []
    page = urlsplit(visit.page.url).path.rpartition("/")[2]
    assert ("n=78" in text) == (page not in UNCOUNTED)
    assert ("2026-11" in text) == (page != "read")
