"""Every text people see, in Japanese and English, through gettext.

Assumes dashboard/locale/<language>/LC_MESSAGES/atlas.po, with ids such as
`overview.title`, and the glossary. Promises an error for a text that is missing,
never an id on screen. Compiled in memory, once per process and language.
"""

from __future__ import annotations

import csv
import html
import io
import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from gettext import GNUTranslations
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, format_percent

LANGUAGES = ("ja", "en")
"""The first is what people see who have said nothing."""

LOCALE_FOLDER = Path(__file__).resolve().parent / "locale"
GLOSSARY_FILE = LOCALE_FOLDER.parents[1] / "data" / "reference" / "glossary.csv"

_TAG_MARK = re.compile(r"[^0-9A-Za-z\u0080-\U0010ffff ]")


class TranslationError(KeyError):
    """A text is asked for that the language does not have."""


@dataclass(frozen=True)
class Term:
    """A word of the glossary in one language."""

    label: str
    definition: str


@dataclass(frozen=True)
class Translator:
    """The texts and number formats of one language."""

    lang: str

    @cached_property
    def _texts(self) -> GNUTranslations:
        return load_texts(self.lang)

    def __call__(self, text_id: str, **values: object) -> str:
        """The text of an id, its placeholders filled; numbers in the language's form.

        Raises:
            TranslationError: this language has no such text.
        """
        text = self._texts.gettext(text_id)
        if text == text_id:
            message = f"No text '{text_id}' in locale/{self.lang}. Add it to atlas.po."
            raise TranslationError(message)
        return text.format(**self._formatted(values))

    def count(self, text_id: str, n: int, **values: object) -> str:
        """The text of an id with a plural form; `{n}` is the number.

        Raises:
            TranslationError: this language has no such text.
        """
        text = self._texts.ngettext(text_id, text_id, n)
        if text == text_id:
            message = f"No plural '{text_id}' in locale/{self.lang}. Add it."
            raise TranslationError(message)
        return text.format(**self._formatted({"n": n, **values}))

    def number(self, value: float) -> str:
        """An integer or decimal as this language writes it."""
        return _format_number(value, self.lang)

    def decimal(self, value: float) -> str:
        """A number with one decimal, as in a column of per cent."""
        return format_decimal(value, format="0.0", locale=self.lang)

    def percent(self, share: float) -> str:
        """A share of 0-1 as per cent, with one decimal."""
        return format_percent(share, format="0.0%", locale=self.lang)

    def listed(self, texts: list[str]) -> str:
        """Several texts as a list inside a sentence."""
        return ("、" if self.lang == "ja" else ", ").join(texts)

    @cached_property
    def glossary(self) -> dict[str, Term]:
        """The words that rule, by term."""
        return {
            row["term"]: Term(row[self.lang], row[f"definition_{self.lang}"])
            for row in read_glossary()
        }

    def _formatted(self, values: dict[str, object]) -> dict[str, object]:
        return {
            name: self.number(value)
            if isinstance(value, int | float) and not isinstance(value, bool)
            else value
            for name, value in values.items()
        }


@lru_cache(maxsize=1 << 14)
def _format_number(value: float, lang: str) -> str:
    return format_decimal(value, locale=lang)


@lru_cache(maxsize=len(LANGUAGES))
def load_words(lang: str) -> Translator:
    """The texts of a language.

    Raises:
        ValueError: there is no such language.
    """
    if lang not in LANGUAGES:
        message = f"Can't speak '{lang}': the languages are {', '.join(LANGUAGES)}."
        raise ValueError(message)
    return Translator(lang)


@lru_cache(maxsize=len(LANGUAGES))
def load_texts(lang: str) -> GNUTranslations:
    """Compile the catalogue of a language in memory."""
    path = LOCALE_FOLDER / lang / "LC_MESSAGES" / "atlas.po"
    compiled = io.BytesIO()
    with path.open("rb") as received:
        write_mo(compiled, read_po(received, locale=lang))
    compiled.seek(0)
    return GNUTranslations(compiled)


@lru_cache(maxsize=1)
def read_glossary() -> tuple[dict[str, str], ...]:
    """The rows of the glossary: term, ja, en, definition_ja, definition_en."""
    with GLOSSARY_FILE.open(encoding="utf-8-sig", newline="") as received:
        return tuple(csv.DictReader(received))


def choose_language(*wishes: str | None) -> str:
    """The first wish that names a language we have, by its first two letters."""
    for wish in wishes:
        if wish and wish[:2].lower() in LANGUAGES:
            return wish[:2].lower()
    return LANGUAGES[0]


def plain_markdown(text: str) -> str:
    """Text of the data for a place where Markdown is live: nothing in it acts."""
    return _TAG_MARK.sub(lambda mark: f"&#{ord(mark[0])};", text)


def plain_html(text: str) -> str:
    """Text of the data for HTML and for Plotly, which reads tags."""
    return html.escape(text, quote=False)
