"""All visible texts, in Japanese and English, through gettext.

Assumes dashboard/locale/<language>/LC_MESSAGES/atlas.po, with ids such as
`overview.title`, and the glossary. Promises an error for a missing text, never an id on
screen. Catalogues are compiled in memory, once for each process and language.
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
"""The languages; the first is the default."""

LOCALE_FOLDER = Path(__file__).resolve().parent / "locale"
GLOSSARY_FILE = LOCALE_FOLDER.parents[1] / "data" / "reference" / "glossary.csv"

_MARKUP = re.compile(r"[^0-9A-Za-z\u0080-\U0010ffff ]")


class TranslationError(KeyError):
    """The language has no text for an id."""


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
        """Return the text of an id with its placeholders filled and numbers formatted.

        Raises:
            TranslationError: this language has no such text.
        """
        text = self._texts.gettext(text_id)
        if text == text_id:
            message = f"No text '{text_id}' in locale/{self.lang}. Add it to atlas.po."
            raise TranslationError(message)
        return text.format(**self._formatted(values))

    def count(self, text_id: str, n: int, **values: object) -> str:
        """Return the text of an id in its plural form for a number, `{n}`.

        Raises:
            TranslationError: this language has no such text.
        """
        text = self._texts.ngettext(text_id, text_id, n)
        if text == text_id:
            message = f"No plural '{text_id}' in locale/{self.lang}. Add it."
            raise TranslationError(message)
        return text.format(**self._formatted({"n": n, **values}))

    def number(self, value: float) -> str:
        """Format an integer or decimal for this language."""
        return _format_number(value, self.lang)

    def decimal(self, value: float) -> str:
        """Format a number with one decimal, as in a column of percentages."""
        return format_decimal(value, format="0.0", locale=self.lang)

    def percent(self, share: float) -> str:
        """Format a share (0-1) as a percentage with one decimal."""
        return format_percent(share, format="0.0%", locale=self.lang)

    def listed(self, texts: list[str]) -> str:
        """Join several texts as a list inside a sentence."""
        return ("、" if self.lang == "ja" else ", ").join(texts)

    @cached_property
    def glossary(self) -> dict[str, Term]:
        """The entries of the glossary, by term."""
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
    """Return the translator of a language.

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
    with path.open("rb") as file:
        write_mo(compiled, read_po(file, locale=lang))
    compiled.seek(0)
    return GNUTranslations(compiled)


@lru_cache(maxsize=1)
def read_glossary() -> tuple[dict[str, str], ...]:
    """Read the rows of the glossary: term, ja, en, definition_ja, definition_en."""
    with GLOSSARY_FILE.open(encoding="utf-8-sig", newline="") as file:
        return tuple(csv.DictReader(file))


def choose_language(*codes: str | None) -> str:
    """Return the first supported language among some codes such as `en-GB`."""
    for code in codes:
        if code and code[:2].lower() in LANGUAGES:
            return code[:2].lower()
    return LANGUAGES[0]


def browser_language(preferred: str | None) -> str:
    """Return the language for a reader whose browser prefers one, such as `fr-FR`.

    Japanese where that is preferred or nothing is known, English for all others.
    """
    is_other = bool(preferred) and not str(preferred).lower().startswith("ja")
    return "en" if is_other else "ja"


def plain_markdown(text: str) -> str:
    """Escape text of the data for Markdown, so that none of it acts as markup."""
    return _MARKUP.sub(lambda match: f"&#{ord(match[0])};", text)


def plain_html(text: str) -> str:
    """Escape text of the data for HTML and for Plotly, which interprets tags."""
    return html.escape(text, quote=False)
