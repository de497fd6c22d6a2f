"""Gives findings their words, in both languages: for `check`.

Assumes notes. Promises one row for each, in the order of the source rows; a template is
taken apart once for all the findings that fill it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from string import Formatter
from typing import NamedTuple

import numpy as np
import pandas as pd

from pipeline.identify import Identified
from pipeline.model import TEXT_COLUMNS
from pipeline.reference import Reference

FINDING_COLUMNS = (
    "finding_id",
    "code",
    "severity",
    "source_row",
    "column",
    "text_ja",
    "text_en",
)

Sentence = tuple[str, Callable[[Mapping[str, str]], object]]
"""A text with `%s` for each name that it holds, and what takes those from a note's."""


class Note(NamedTuple):
    """A finding before it has words: array row, code, role, and what the words name.

    `source_row` stands for `row` where the row is none of the list's (a line of totals).
    """

    row: int
    code: str
    role: str
    names: dict[str, str]
    source_row: int = 0


def texts_of(identified: Identified, role: str) -> Callable[[int], str]:
    """The published texts of a role, by array row; "" where there is no such column."""
    normalized = identified.normalized
    at = normalized.aligned.column_index(role)
    if at is None:
        return lambda row: ""
    words, codes = normalized.words, normalized.aligned.text[:, at].tolist()
    return lambda row: words[codes[row]]


def held_in(identified: Identified, role: str) -> dict[int, int]:
    """The codes of the texts of a role, rising, and how many agreements hold each."""
    return identified.held.get(role, {})


def holding(
    identified: Identified, role: str, codes: Iterable[int]
) -> Iterator[tuple[int, int]]:
    """The array row of each agreement that holds one of some texts, and its code."""
    aligned = identified.normalized.aligned
    wanted = np.zeros(len(aligned.words), np.bool_)
    wanted[list(codes)] = True
    text = aligned.text[:, aligned.column_index(role)]
    rows = np.flatnonzero(wanted[text] & aligned.is_agreement)
    return zip(rows.tolist(), text[rows].tolist(), strict=True)


def region_names(reference: Reference, region_id: str) -> dict[str, str]:
    """The labels of a region, as `usual_ja` and `usual_en`."""
    region = reference.regions[region_id]
    return {"usual_ja": region.label_ja, "usual_en": region.label_en}


def fits(reference: Reference, region_id: str, territory_code: str) -> bool:
    """Whether lists may well file a territory under a region."""
    territory = reference.territories[territory_code]
    return region_id in (territory.region_id, *territory.also_regions)


def findings_of(
    notes: Sequence[Note], source_rows: Sequence[int], reference: Reference
) -> pd.DataFrame:
    """One row for each note, columns FINDING_COLUMNS.

    Args:
        notes: the findings without words.
        source_rows: of each array row.
        reference: the words, and the labels of the roles.
    """
    placed = [(n.source_row or source_rows[n.row], n.code, n.role, n) for n in notes]
    placed.sort(key=itemgetter(0, 1, 2))
    ordered = [note for *_, note in placed]
    words = reference.finding_texts
    return pd.DataFrame(
        {
            "finding_id": [f"F{number:04d}" for number in range(1, len(notes) + 1)],
            "code": [note.code for note in ordered],
            "severity": [words[note.code].severity for note in ordered],
            "source_row": [source_row for source_row, *_ in placed],
            "column": [TEXT_COLUMNS.get(note.role, note.role) for note in ordered],
            "text_ja": _sentences(ordered, "ja", reference),
            "text_en": _sentences(ordered, "en", reference),
        },
        columns=list(FINDING_COLUMNS),
    )


def _sentences(notes: Sequence[Note], language: str, reference: Reference) -> list[str]:
    sentence_of: dict[tuple[str, ...], Sentence] = {}
    sentences = []
    for code, role, names in [(note.code, note.role, note.names) for note in notes]:
        other = names.get("other", "")
        kind = (code, role, other, *names)
        if kind not in sentence_of:
            template = getattr(reference.finding_texts[code], f"template_{language}")
            roles = {"role": role, "other": other}
            sentence_of[kind] = _sentence(template, roles, names, language, reference)
        text, named = sentence_of[kind]
        sentences.append(text % named(names))
    return sentences


def _sentence(
    template: str,
    roles: dict[str, str],
    names: Mapping[str, str],
    language: str,
    reference: Reference,
) -> Sentence:
    """A template for findings with the same names: roles are said by their labels.

    What differs by language is named with its ending: `usual_ja`.
    """
    text, named = "", []
    for literal, name, _, _ in Formatter().parse(template):
        text += literal.replace("%", "%%")
        if name is None:
            continue
        own = f"{name}_{language}"
        label = reference.roles.get(roles.get(name, ""))
        if label and own not in names:
            text += getattr(label, f"label_{language}").replace("%", "%%")
        else:
            text += "%s"
            named.append(own if own in names else name)
    return text, itemgetter(*named) if named else lambda _: ()
