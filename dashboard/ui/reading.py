"""What a reader changes in the reading of a list: answers, roles of columns, settings.

Each change reads the list anew; if that fails, the session keeps the last reading.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import streamlit as st

from dashboard.list_layout import (
    column_decision,
    decided_columns,
    header_decision,
    without_superseded,
)
from dashboard.ui.upload import (
    READING_EFFECT_KEY,
    Upload,
    build,
    current_upload,
    forget_with,
    store,
)
from pipeline import Decision
from pipeline.errors import AgreementsError, RepairError
from pipeline.model import COLUMN_ROLE, HEADER_ROW

READING_ROUND_KEY = "aa_round"


@dataclass(frozen=True)
class ReadingEffect:
    """The list before and after it was read again; the same one if that failed."""

    before: Upload | None
    after: Upload | None
    problem: AgreementsError | None
    left_out: tuple[AgreementsError, ...] = ()


def read_upload(upload: Upload) -> None:
    """Build the edition of a list and store both in the session.

    Raises:
        AgreementsError: the list cannot be read; the session keeps the last reading.
    """
    store(upload, build(upload, upload.decisions))


def read_with_layout(
    upload: Upload, header_row: int, columns: Mapping[int, Decision], said: Decision
) -> None:
    """Read a list with its heading row and the roles of columns, as one more step.

    They become decisions: the columns by the headings that they have in that reading.

    Args:
        upload: the list; of its decisions those on cells and rows stay.
        header_row: source row; 0: found by rule.
        columns: printed column -> a decision with its role.
        said: who says it, when and why.

    Raises:
        AgreementsError: the list can't be read so.
    """
    rest = [d for d in upload.decisions if d.column not in (COLUMN_ROLE, HEADER_ROW)]
    roles = {number: decision.value for number, decision in columns.items()}
    edition = build(upload, rest, roles, header_row)
    header = [header_decision(edition, header_row, said)] if header_row else []
    named = [column_decision(edition, number, d) for number, d in columns.items()]
    steps = (*upload.steps, (*header, *named, *rest))
    store(replace(upload, steps=steps), edition)


def reread(upload: Upload) -> None:
    """Read the list with other settings, and store the effect of that.

    If it can't be read with these, the session keeps the last reading.
    """
    _show_effect_of(current_upload() or upload, partial(read_upload, upload))


def move_header(source_row: int, said: Decision) -> None:
    """Let another row name the columns (0: by rule), and store the effect of that."""
    upload = current_upload()
    if upload and upload.edition:
        columns = decided_columns(upload.edition, upload.decisions)
        change = partial(read_with_layout, upload, source_row, columns, said)
        _show_effect_of(upload, change)


def apply_with_effect(upload: Upload, decisions: Sequence[Decision]) -> None:
    """Apply another step of decisions, and store the effect of that."""
    _show_effect_of(upload, partial(apply_decisions, upload, decisions))


def describe(upload: Upload, said: Mapping[str, str]) -> None:
    """Give a list its title, publisher and date; its rows need not be read again.

    Args:
        upload: the list, with its edition.
        said: texts by the keys of an `edition.toml`; "" takes one back.
    """
    edition = upload.edition
    if edition is None:
        return
    described = {**upload.described, **said}
    about = {name: text for name, text in edition.about.items() if name not in said}
    about |= {name: text for name, text in said.items() if text}
    stem = Path(upload.name).stem
    title = {lang: said.get(f"title_{lang}") or stem for lang in edition.title}
    described_edition = replace(edition, title=title, about=about)
    forget_with(described_edition)
    store(replace(upload, described=described), described_edition)


def undo_step(upload: Upload) -> None:
    """Undo the last step of decisions, and store the effect of that."""
    if upload.steps:
        undone = replace(upload, steps=upload.steps[:-1])
        _show_effect_of(upload, partial(read_upload, undone))


def _show_effect_of(before: Upload, change: Callable[[], None]) -> None:
    problem: AgreementsError | None = None
    try:
        change()
    except AgreementsError as error:
        problem = error
    after = st.session_state.get(before.slot, before)
    _store_effect(ReadingEffect(before, after, problem))


def _store_effect(effect: ReadingEffect) -> None:
    st.session_state[READING_EFFECT_KEY] = effect
    st.session_state[READING_ROUND_KEY] = reading_round() + 1


def last_reading_effect(upload: Upload) -> ReadingEffect | None:
    """Return the effect of reading a list again, if that was the last change."""
    effect: ReadingEffect | None = st.session_state.get(READING_EFFECT_KEY)
    if effect is None or effect.after is None or effect.after.key != upload.key:
        return None
    return effect if effect.after.decisions == upload.decisions else None


def reading_round() -> int:
    """Return the number of the reading, part of the keys of widgets with settings.

    So each new reading resets them, and they show the current settings.
    """
    return int(st.session_state.get(READING_ROUND_KEY, 0))


def apply_decisions(upload: Upload, decisions: Sequence[Decision]) -> None:
    """Apply another step of decisions; they replace earlier ones on the same columns.

    Raises:
        AgreementsError: they do not fit.
    """
    earlier = without_superseded(upload.decisions, decisions)
    read_upload(replace(upload, steps=(*upload.steps, (*earlier, *decisions))))


def apply_record(upload: Upload, decisions: Sequence[Decision]) -> None:
    """Read a list with a record of decisions; those that no longer fit are reported.

    Raises:
        AgreementsError: the list can't be read, or none of the decisions fits.
    """
    before: Upload | None = st.session_state.get(upload.slot)
    left_out: list[AgreementsError] = []
    while True:
        earlier = without_superseded(upload.decisions, decisions)
        step = (*earlier, *decisions)
        try:
            read_upload(replace(upload, steps=(*upload.steps, step)))
        except RepairError as error:
            misfits = {number - len(earlier) - 1 for number in error.misfits}
            if min(misfits, default=-1) < 0 or len(misfits) == len(decisions):
                raise
            left_out += error.misfits.values()
            decisions = [
                decision for i, decision in enumerate(decisions) if i not in misfits
            ]
        else:
            break
    after = st.session_state[upload.slot]
    _store_effect(ReadingEffect(before, after, None, tuple(left_out)))
