"""The list a reader brought: kept in this session alone, never in a shared cache."""

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
"""The editions of readers' own lists by their keys, as long as a session has them."""


@dataclass(frozen=True)
class Upload:
    """A list as received and what its reader said of it; the edition follows from that.

    Attributes:
        name, received: the file.
        encoding: chosen by hand, "" if found.
        roles: printed column (from 1) -> role, where a person said so.
        contacts: whether columns of persons are shown.
        decisions: in steps that can be taken back: each may settle several questions.
        looked_at: whether all pages show this list.
        edition: built from all of the above.
        key: by this the reader's browser asks for figures of the list; nobody can guess
            it, and nobody else is told.
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
    """What came of reading a list another way: the same list, where it failed."""

    before: Upload | None
    after: Upload | None
    problem: AgreementsError | None
    left_out: tuple[AgreementsError, ...] = ()


def current_upload() -> Upload | None:
    """The list of this session, if its reader brought one."""
    return st.session_state.get(UPLOAD_KEY)


def edition_in_view() -> Edition:
    """The edition all pages show: the reader's own if they chose so, else the default.

    Raises:
        AgreementsError: the default list cannot be read.
    """
    upload = current_upload()
    if upload and upload.in_view and upload.edition:
        return upload.edition
    return default_edition()


def is_own(edition: Edition) -> bool:
    """Whether an edition is that of the list the reader brought."""
    return key_of(edition) != ""


def key_of(edition: Edition) -> str:
    """The key of the reader's own list; "" for the list that all readers see."""
    upload = current_upload()
    return upload.key if upload and upload.edition is edition else ""


def edition_by_key(key: str) -> Edition | None:
    """The edition of that key; none if no session has it any more.

    Raises:
        AgreementsError: the list that all readers see cannot be read.
    """
    return _editions_by_key.get(key) if key else default_edition()


def read_upload(upload: Upload) -> None:
    """Build the edition of a list and keep both in the session.

    Raises:
        AgreementsError: the list cannot be read; the session keeps what it had.
    """
    edition = build_isolated(
        upload.received,
        upload.name,
        encoding=upload.encoding,
        roles=dict(upload.roles),
        decisions=[one for step in upload.decisions for one in step],
        contacts=upload.contacts,
    )
    weakref.finalize(edition, forget_texts).atexit = False
    _editions_by_key[upload.key] = edition
    st.session_state[UPLOAD_KEY] = replace(upload, edition=edition)
    if upload.in_view:
        _forget_view()


def reread(upload: Upload) -> None:
    """Read the list another way, and keep what came of it for `last_reading_effect`.

    The edition is built anew; where that can't be done, the session keeps what it had.
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
    """What came of reading the list another way, as long as it is the last change."""
    said = st.session_state.get(READING_EFFECT_KEY)
    return said if said and said.after is current_upload() else None


def reading_round() -> int:
    """Part of the keys of widgets that show how the list is read.

    After each new reading they are made anew and show how it is read now.
    """
    return int(st.session_state.get(READING_ROUND_KEY, 0))


def apply_decisions(decisions: Sequence[Decision]) -> None:
    """Apply one more step of decisions.

    Raises:
        AgreementsError: they do not fit.
    """
    upload = current_upload()
    if upload:
        read_upload(replace(upload, decisions=(*upload.decisions, tuple(decisions))))


def apply_record(upload: Upload, decisions: Sequence[Decision]) -> None:
    """Read a list with answers given before; those that no longer fit are told.

    Raises:
        AgreementsError: the list can't be read, or none of the answers fits.
    """
    before, earlier = current_upload(), sum(map(len, upload.decisions))
    left_out: list[AgreementsError] = []
    while True:
        try:
            read_upload(
                replace(upload, decisions=(*upload.decisions, tuple(decisions)))
            )
        except RepairError as error:
            gone = {number - earlier - 1 for number in error.misfits}
            if min(gone, default=-1) < 0 or len(gone) == len(decisions):
                raise
            left_out += error.misfits.values()
            decisions = [one for i, one in enumerate(decisions) if i not in gone]
        else:
            break
    said = ReadingEffect(before, current_upload(), None, tuple(left_out))
    st.session_state[READING_EFFECT_KEY] = said
    st.session_state[READING_ROUND_KEY] = reading_round() + 1


def undo_decisions() -> None:
    """Undo the last step of decisions."""
    upload = current_upload()
    if upload and upload.decisions:
        read_upload(replace(upload, decisions=upload.decisions[:-1]))


def show_own_list(own: bool) -> None:
    """Let all pages show the reader's list, or the default; for callbacks."""
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
    """What this session made of the list in view; goes when a list is closed."""
    made: dict[str, Any] = st.session_state.setdefault(LIST_CACHE_KEY, {})
    return made


def _forget_view() -> None:
    """Filters and choices of one list mean nothing in another."""
    st.session_state.aa_filters = Filters()
    st.session_state.aa_controls = {}
    st.session_state.aa_ignored = ()
    st.session_state.aa_newer = True  # than the URL, which names what was chosen
