"""The uploaded list of a reader: in this session only, never in a shared cache.

Each change reads the list anew; if that fails, the session keeps the last reading.
"""

from __future__ import annotations

import weakref
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from secrets import token_urlsafe
from typing import Any

import streamlit as st

from dashboard.filters import Filters
from dashboard.ui.editions import default_edition
from pipeline import Decision, build_isolated
from pipeline.errors import AgreementsError, RepairError
from pipeline.model import Edition
from pipeline.text_caches import forget_texts

UPLOAD_KEY = "aa_upload"
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
        roles: printed column (from 1) -> role, where a person chose it.
        contacts: whether columns of persons are shown.
        decisions: in steps that can be undone; each may settle several questions.
        in_view: whether all pages show this list.
        edition: built from all of the above.
        key: with this the reader's browser requests figures of the list; it can't be
            guessed, and no other reader gets it.
    """

    name: str
    received: bytes = field(repr=False)
    encoding: str = ""
    roles: tuple[tuple[int, str], ...] = ()
    contacts: bool = False
    decisions: tuple[tuple[Decision, ...], ...] = ()
    in_view: bool = False
    edition: Edition | None = field(default=None, repr=False)
    key: str = field(default_factory=token_urlsafe, repr=False)


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
    edition = build_isolated(
        upload.received,
        upload.name,
        encoding=upload.encoding,
        roles=dict(upload.roles),
        decisions=[decision for step in upload.decisions for decision in step],
        contacts=upload.contacts,
    )
    weakref.finalize(edition, forget_texts).atexit = False
    _editions_by_key[upload.key] = edition
    st.session_state[UPLOAD_KEY] = replace(upload, edition=edition)
    if upload.in_view:
        _forget_view()


def reread(upload: Upload) -> None:
    """Read the list with other settings, and store the effect of that.

    If it can't be read with these, the session keeps the last reading.
    """
    before = current_upload()
    problem: AgreementsError | None = None
    try:
        read_upload(upload)
    except AgreementsError as error:
        problem = error
    st.session_state[READING_EFFECT_KEY] = ReadingEffect(
        before, current_upload(), problem
    )
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
    """Apply another step of decisions.

    Raises:
        AgreementsError: they do not fit.
    """
    upload = current_upload()
    if upload:
        read_upload(replace(upload, decisions=(*upload.decisions, tuple(decisions))))


def apply_record(upload: Upload, decisions: Sequence[Decision]) -> None:
    """Read a list with a record of decisions; those that no longer fit are reported.

    Raises:
        AgreementsError: the list can't be read, or none of the decisions fits.
    """
    before, earlier = current_upload(), sum(map(len, upload.decisions))
    left_out: list[AgreementsError] = []
    while True:
        try:
            read_upload(
                replace(upload, decisions=(*upload.decisions, tuple(decisions)))
            )
        except RepairError as error:
            misfits = {number - earlier - 1 for number in error.misfits}
            if min(misfits, default=-1) < 0 or len(misfits) == len(decisions):
                raise
            left_out += error.misfits.values()
            decisions = [
                decision for i, decision in enumerate(decisions) if i not in misfits
            ]
        else:
            break
    effect = ReadingEffect(before, current_upload(), None, tuple(left_out))
    st.session_state[READING_EFFECT_KEY] = effect
    st.session_state[READING_ROUND_KEY] = reading_round() + 1


def undo_decisions() -> None:
    """Undo the last step of decisions."""
    upload = current_upload()
    if upload and upload.decisions:
        read_upload(replace(upload, decisions=upload.decisions[:-1]))


def show_own_list(own: bool) -> None:
    """Show the reader's list on all pages, or the default list; for callbacks."""
    upload = current_upload()
    if upload:
        st.session_state[UPLOAD_KEY] = replace(upload, in_view=own)
        _forget_view()


def close_upload() -> None:
    """Forget the reader's list; for callbacks."""
    for name in (UPLOAD_KEY, READING_EFFECT_KEY, LIST_CACHE_KEY, SKIPPED_KEY):
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
