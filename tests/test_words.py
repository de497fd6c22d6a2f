"""Texts: both languages whole, the same placeholders, nothing unused, nothing missing."""

from __future__ import annotations

import ast
import re
import string
from functools import cache
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from dashboard.i18n import (
    LANGUAGES,
    LOCALE_FOLDER,
    TranslationError,
    browser_language,
    choose_language,
    load_words,
    plain_html,
    plain_markdown,
    read_glossary,
)
from tests.conftest import ROOT

SOURCES = [ROOT / "app.py", *sorted((ROOT / "dashboard").rglob("*.py"))]
ANY = ".+"
FORMATS = re.compile(r"CSV|JSON|Parquet|SVG|PNG|PowerPoint|Excel|pptx|ROR|Ctrl")
"""What is called so in Japanese too."""


@cache
def catalogue(lang: str) -> dict[str, tuple[str, ...]]:
    """Id -> its text, or its plural forms."""
    path = LOCALE_FOLDER / lang / "LC_MESSAGES" / "atlas.po"
    with path.open("rb") as received:
        messages = [message for message in read_po(received, locale=lang) if message.id]
    texts = {}
    for message in messages:
        one = message.id if isinstance(message.id, str) else message.id[0]
        text = message.string
        texts[one] = (text,) if isinstance(text, str) else tuple(text)
    return texts


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def placeholders_by_id(lang: str) -> dict[str, set[str]]:
    """Id -> the placeholders of its text, or of all its plural forms."""
    return {
        text_id: set().union(*map(placeholders, texts))
        for text_id, texts in catalogue(lang).items()
    }


def written_ids() -> tuple[set[str], list[str]]:
    """Constant strings of the sources, and patterns of their composed strings."""
    constants: set[str] = set()
    patterns: list[str] = []
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                constants.add(node.value)
            if isinstance(node, ast.JoinedStr):
                parts = [
                    re.escape(part.value) if isinstance(part, ast.Constant) else ANY
                    for part in node.values
                ]
                pattern = "".join(parts)
                if re.fullmatch(r"[a-z_\\.+]*", pattern) and "\\." in pattern:
                    patterns.append(pattern)
    return constants, patterns


def test_both_languages_have_the_same_texts():
    assert catalogue("ja").keys() == catalogue("en").keys()


def test_placeholders_are_the_same_in_both_languages():
    named = {lang: placeholders_by_id(lang) for lang in LANGUAGES}
    assert named["ja"] == named["en"]


def test_no_text_is_empty():
    empty = [
        (lang, text_id)
        for lang in LANGUAGES
        for text_id, texts in catalogue(lang).items()
        if not all(texts)
    ]
    assert empty == []


def test_no_text_is_unused():
    constants, patterns = written_ids()
    texts = "\n".join(catalogue("ja"))
    composed = {
        one
        for pattern in patterns
        for one in re.findall(f"^{pattern}$", texts, re.MULTILINE)
    }
    assert set(catalogue("ja")) - constants - composed == set()


def test_no_text_is_missing():
    constants, _ = written_ids()
    known = catalogue("ja")
    pages = {text_id.split(".")[0] for text_id in known if "." in text_id}
    asked = {
        one
        for one in constants
        if re.fullmatch(r"[a-z_]+\.[a-z_0-9]+", one) and one.split(".")[0] in pages
    }
    ends = (".png", ".po", ".css", ".js", ".json", ".py", ".typ", "_")
    assert {one for one in asked if not one.endswith(ends)} - set(known) == set()


def test_missing_text_raises_and_never_shows_its_id():
    with pytest.raises(TranslationError, match=r"no\.such"):
        load_words("ja")("no.such")
    with pytest.raises(TranslationError, match=r"no\.such"):
        load_words("en").count("no.such", 2)


def test_numbers_and_plurals_follow_the_language():
    en, ja = load_words("en"), load_words("ja")
    assert en.count("count.agreements", 1) == "1 agreement"
    assert en.count("count.agreements", 1234) == "1,234 agreements"
    assert ja.count("count.agreements", 1234) == "協定 1,234 件"
    assert ja.percent(0.653846) == en.percent(0.653846) == "65.4%"
    assert en.decimal(9) == "9.0"
    assert ja.listed(["あ", "い"]) == "あ、い"


def test_language_is_the_first_wish_that_can_be_met():
    assert choose_language("en", "ja") == "en"
    assert choose_language(None, "en-GB") == "en"
    assert choose_language("xx", "fr-FR") == "ja"
    preferred = ("ja-JP", "en-GB", "fr-FR", "", None)
    assert [*map(browser_language, preferred)] == ["ja", "en", "en", "ja", "ja"]
    assert choose_language() == "ja"
    with pytest.raises(ValueError, match="xx"):
        load_words("xx")


def test_glossary_has_every_term_in_both_languages():
    for row in read_glossary():
        assert all(row[name].strip() for name in row), row["term"]
    for term in ("agreement", "institution", "territory", "exchange_marked"):
        assert load_words("ja").glossary[term].definition


def test_text_of_the_data_acts_neither_in_markdown_nor_in_html():
    assert plain_markdown("*a* [b](c)") == "&#42;a&#42; &#91;b&#93;&#40;c&#41;"
    assert plain_markdown("京都大学 2") == "京都大学 2"
    assert plain_html("<b>&") == "&lt;b&gt;&amp;"


def test_japanese_texts_are_japanese():
    latin = re.compile(r"[A-Za-z]{3,}")
    allowed = {"app.own_name", "about.sha256", "about.map_text", "about.rule_5"}
    allowed |= {"first.noscript", "framework.command", "handouts.take_lead_local"}
    allowed |= {"institution.ror", "picture.svg", "picture.png"}
    allowed |= {"package.file_csv", "package.file_descriptor"}
    allowed |= {"package.reference_licence", "package.file_json"}
    formats = {"read.upload", "read.clean_xlsx", "read.clean_csv", "read.decisions_csv"}
    allowed |= formats | {"read.record", "read.kind_markdown"}
    allowed |= {f"read.kind_{kind}" for kind in ("csv", "xlsx", "xls", "ods")}
    allowed |= {f"read.kind_{kind}" for kind in ("docx", "pdf")}
    allowed |= {f"slides.template_{why}" for why in ("kind", "old", "macros", "broken")}
    allowed |= {f"paper.template_{why}" for why in ("kind", "old", "macros", "broken")}
    papers = ("word", "pdf", "partners", "partners_pdf", "calendar", "pdf_lead")
    papers += ("partners_pdf_lead", "paper_fields", "word_template", "word_drop")
    allowed |= {f"handouts.{name}" for name in (*papers, "word_template_lead")}
    allowed |= {"partner.docx", "partner.pdf", "picture.pptx"}
    with_latin = {
        text_id
        for text_id, texts in catalogue("ja").items()
        for text in texts
        if latin.search(FORMATS.sub("", re.sub(r"\{[^}]*\}", "", text)))
    }
    assert with_latin - allowed == set()


def test_locale_folder_holds_only_the_languages():
    assert {path.name for path in Path(LOCALE_FOLDER).iterdir()} == set(LANGUAGES)
