"""The uploaded list of a reader: in this session only, never in a shared cache.

Each change reads the list anew; if that fails, the session keeps the last reading.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from secrets import token_urlsafe
from typing import Any

import streamlit as st

from dashboard.filters import Filters
from dashboard.list_layout import (
    column_decision,
    decided_columns,
    header_decision,
    without_superseded,
)
from dashboard.ui.editions import default_edition
from pipeline import Decision, build_isolated
from pipeline.errors import AgreementsError, RepairError, UndecidedLayoutError
from pipeline.model import COLUMN_ROLE, HEADER_ROW, Edition
from pipeline.text_caches import forget_texts

UPLOAD_KEY = "aa_upload"
REFUSAL_KEY = "aa_refused"
READING_EFFECT_KEY = "aa_said"
READING_ROUND_KEY = "aa_round"
LIST_CACHE_KEY = "aa_made"
SKIPPED_KEY = "aa_skipped"

_editions_by_key = weakref.WeakValueDictionary[str, Edition]()
"""Key -> edition of a reader's own list, as long as a session has it."""


@dataclass(frozen=True)
class Upload:
    """An uploaded list with its reader's settings and decisions, and its edition.

    Attributes:
        name, received: the file.
        encoding: chosen by hand, "" if detected.
        contacts: whether columns of persons are shown.
        steps: all decisions after each step that can be undone.
        in_view: whether all pages show this list.
        edition: built from all of the above.
        key: with this the reader's browser requests figures of the list; it can't be
            guessed, and no other reader gets it.
    """

    name: str
    received: bytes = field(repr=False)
    encoding: str = ""
    contacts: bool = False
    steps: tuple[tuple[Decision, ...], ...] = ()
    in_view: bool = False
    edition: Edition | None = field(default=None, repr=False)
    key: str = field(default_factory=token_urlsafe, repr=False)

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """All decisions that hold now."""
        return self.steps[-1] if self.steps else ()


@dataclass(frozen=True)
class Refusal:
    """A list whose rows were read, but whose columns a person must name first."""

    upload: Upload
    problem: UndecidedLayoutError


@dataclass(frozen=True)
class ReadingEffect:
    """The upload before and after it was read again; the same one if that failed."""

    before: Upload | None
    after: Upload | None
    problem: AgreementsError | None
    left_out: tuple[AgreementsError, ...] = ()


def current_upload() -> Upload | None:
    """Return the uploaded list of this session, if any."""
    upload: Upload | None = st.session_state.get(UPLOAD_KEY)
    return upload


def edition_in_view() -> Edition:
    """Return the edition that all pages show: the reader's own or the default.

    Raises:
        AgreementsError: the default list cannot be read.
    """
    upload = current_upload()
    if upload and upload.in_view and upload.edition:
        return upload.edition
    return default_edition()


def is_own(edition: Edition) -> bool:
    """Return whether an edition is that of the reader's uploaded list."""
    return key_of(edition) != ""


def key_of(edition: Edition) -> str:
    """Return the key of the reader's own list; "" for the list of all readers."""
    upload = current_upload()
    return upload.key if upload and upload.edition is edition else ""


def edition_by_key(key: str) -> Edition | None:
    """Return the edition of a key; None if no session has it any more.

    Raises:
        AgreementsError: the list of all readers cannot be read.
    """
    return _editions_by_key.get(key) if key else default_edition()


def read_upload(upload: Upload) -> None:
    """Build the edition of a list and store both in the session.

    Raises:
        AgreementsError: the list cannot be read; the session keeps the last reading.
    """
    _store(upload, _build(upload, upload.decisions))


def _build(
    upload: Upload,
    decisions: Sequence[Decision],
    roles: Mapping[int, str] | None = None,
    header_row: int = 0,
) -> Edition:
    try:
        edition = build_isolated(
            upload.received,
            upload.name,
            encoding=upload.encoding,
            roles=roles,
            header_row=header_row,
            decisions=decisions,
            contacts=upload.contacts,
        )
    except UndecidedLayoutError as error:
        if current_upload() is None:
            st.session_state[REFUSAL_KEY] = Refusal(upload, error)
        raise
    weakref.finalize(edition, forget_texts).atexit = False
    return edition


def _store(upload: Upload, edition: Edition) -> None:
    st.session_state.pop(REFUSAL_KEY, None)
    _editions_by_key[upload.key] = edition
    st.session_state[UPLOAD_KEY] = replace(upload, edition=edition)
    if upload.in_view:
        _forget_view()


def current_refusal() -> Refusal | None:
    """Return the list whose columns a person must name, if that was brought last."""
    refusal: Refusal | None = st.session_state.get(REFUSAL_KEY)
    return refusal


def forget_refusal() -> None:
    """Forget the list whose columns were to be named."""
    st.session_state.pop(REFUSAL_KEY, None)


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
    edition = _build(upload, rest, roles, header_row)
    header = [header_decision(edition, header_row, said)] if header_row else []
    named = [column_decision(edition, number, d) for number, d in columns.items()]
    steps = (*upload.steps, (*header, *named, *rest))
    _store(replace(upload, steps=steps), edition)


def reread(upload: Upload) -> None:
    """Read the list with other settings, and store the effect of that.

    If it can't be read with these, the session keeps the last reading.
    """
    _show_effect_of(partial(read_upload, upload))


def move_header(source_row: int, said: Decision) -> None:
    """Let another row name the columns (0: by rule), and store the effect of that."""
    upload = current_upload()
    if upload and upload.edition:
        columns = decided_columns(upload.edition, upload.decisions)
        _show_effect_of(partial(read_with_layout, upload, source_row, columns, said))


def apply_with_effect(decisions: Sequence[Decision]) -> None:
    """Apply another step of decisions, and store the effect of that."""
    _show_effect_of(partial(apply_decisions, decisions))


def undo_step() -> None:
    """Undo the last step of decisions, and store the effect of that."""
    upload = current_upload()
    if upload and upload.steps:
        undone = replace(upload, steps=upload.steps[:-1])
        _show_effect_of(partial(read_upload, undone))


def _show_effect_of(change: Callable[[], None]) -> None:
    before = current_upload()
    problem: AgreementsError | None = None
    try:
        change()
    except AgreementsError as error:
        problem = error
    _store_effect(ReadingEffect(before, current_upload(), problem))


def _store_effect(effect: ReadingEffect) -> None:
    st.session_state[READING_EFFECT_KEY] = effect
    st.session_state[READING_ROUND_KEY] = reading_round() + 1


def last_reading_effect() -> ReadingEffect | None:
    """Return the effect of reading the list again, if that was the last change."""
    effect: ReadingEffect | None = st.session_state.get(READING_EFFECT_KEY)
    return effect if effect and effect.after is current_upload() else None


def reading_round() -> int:
    """Return the number of the reading, part of the keys of widgets with settings.

    So each new reading resets them, and they show the current settings.
    """
    return int(st.session_state.get(READING_ROUND_KEY, 0))


def apply_decisions(decisions: Sequence[Decision]) -> None:
    """Apply another step of decisions; they replace earlier ones on the same columns.

    Raises:
        AgreementsError: they do not fit.
    """
    upload = current_upload()
    if upload:
        earlier = without_superseded(upload.decisions, decisions)
        read_upload(replace(upload, steps=(*upload.steps, (*earlier, *decisions))))


def apply_record(upload: Upload, decisions: Sequence[Decision]) -> None:
    """Read a list with a record of decisions; those that no longer fit are reported.

    Raises:
        AgreementsError: the list can't be read, or none of the decisions fits.
    """
    before = current_upload()
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
    _store_effect(ReadingEffect(before, current_upload(), None, tuple(left_out)))


def show_own_list(own: bool) -> None:
    """Show the reader's list on all pages, or the default list; for callbacks."""
    upload = current_upload()
    if upload:
        st.session_state[UPLOAD_KEY] = replace(upload, in_view=own)
        _forget_view()


def close_upload() -> None:
    """Forget the reader's list; for callbacks."""
    keys = (UPLOAD_KEY, REFUSAL_KEY, READING_EFFECT_KEY, LIST_CACHE_KEY, SKIPPED_KEY)
    for name in keys:
        st.session_state.pop(name, None)
    _forget_view()
    forget_texts()


def list_cache() -> dict[str, Any]:
    """Return the session's cache for the list in view; closing a list empties it."""
    cache: dict[str, Any] = st.session_state.setdefault(LIST_CACHE_KEY, {})
    return cache


def _forget_view() -> None:
    """Reset filters and controls, which are not valid in another list."""
    st.session_state.aa_filters = Filters()
    st.session_state.aa_controls = {}
    st.session_state.aa_ignored = ()
    st.session_state.aa_newer = True  # than the URL with the old filters
