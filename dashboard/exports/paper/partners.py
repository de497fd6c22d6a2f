"""Partners as a paper: a page for each, with room for what the list can't tell."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from dashboard.exports.paper.blocks import (
    Blanks,
    Block,
    Bullets,
    Facts,
    Heading,
    NewPage,
    Paper,
    PaperFields,
    Text,
    table_of,
)
from dashboard.exports.paper.report import FACT_SEPARATOR, link_text, paper_marks
from dashboard.i18n import Translator
from dashboard.report import Partner, Report


def partners_paper(
    report: Report,
    partners: Iterable[Partner],
    words: Translator,
    fields: PaperFields,
    on_step: Callable[[], None] | None = None,
) -> Paper:
    """Return the pages of partners, in their order.

    Args:
        report: whose title, date and facts stand on the paper; its sections do not.
        partners: each has a page, or more if it has many agreements.
        words: the language.
        fields: what a secretariat writes.
        on_step: called after each partner.
    """
    blocks: list[Block] = list(link_text(report, words))
    for at, partner in enumerate(partners):
        blocks += [NewPage()] if at else []
        blocks += _page(partner, words)
        if on_step:
            on_step()
    return Paper(
        report.lang,
        report.title,
        report.publisher,
        paper_marks(report, words, fields),
        FACT_SEPARATOR.join((report.title, *report.facts)),
        tuple(blocks),
        titled=False,
    )


def _page(partner: Partner, words: Translator) -> Iterator[Block]:
    yield Heading(partner.name)
    yield Text(partner.counts, "strong")
    yield Facts(partner.facts, partner.name)
    for name, table in (
        ("types", partner.types),
        ("departments", partner.departments),
        ("agreements", partner.agreements),
    ):
        if len(table):
            title = words(f"institution.{name}")
            yield Heading(title, 2)
            yield table_of(table, title, words, small=name == "agreements")
    yield Heading(words("partner.lines"), 2)
    for row, line in partner.lines:
        yield Text(words("partner.line", row=row, line=line), "source")
    yield Heading(words("partner.findings"), 2)
    if partner.findings:
        yield Bullets(partner.findings)
    else:
        yield Text(words("partner.no_findings"))
    yield Heading(words("partner.unknown"), 2)
    yield Blanks(partner.unknown)
