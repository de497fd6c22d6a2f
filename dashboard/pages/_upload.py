"""The list a reader brought: kept in this session alone, never in a shared cache."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import streamlit as st

from dashboard.filters import Filters
from dashboard.pages._editions import default_edition
from pipeline import Decision, build_bytes
from pipeline.model import Edition

STATE = "aa_upload"


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
    """

    name: str
    received: bytes = field(repr=False)
    encoding: str = ""
    roles: tuple[tuple[int, str], ...] = ()
    contacts: bool = False
    decisions: tuple[tuple[Decision, ...], ...] = ()
    looked_at: bool = False
    edition: Edition | None = field(default=None, repr=False)


def current_upload() -> Upload | None:
    """The list of this session, if its reader brought one."""
    return st.session_state.get(STATE)


def edition_in_view() -> Edition:
    """The edition all pages show: the reader's own if they chose so, else the default.

    Raises:
        AgreementsError: the default list cannot be read.
    """
    upload = current_upload()
    if upload and upload.looked_at and upload.edition:
        return upload.edition
    return default_edition()


def is_own(edition: Edition) -> bool:
    """Whether an edition is that of the list the reader brought."""
    upload = current_upload()
    return upload is not None and upload.edition is edition


def read_upload(upload: Upload) -> None:
    """Build the edition of a list and keep both in the session.

    Raises:
        AgreementsError: the list cannot be read; the session keeps what it had.
    """
    edition = build_bytes(
        upload.received,
        upload.name,
        encoding=upload.encoding,
        roles=dict(upload.roles),
        decisions=[one for step in upload.decisions for one in step],
        contacts=upload.contacts,
    )
    st.session_state[STATE] = replace(upload, edition=edition)
    if upload.looked_at:
        _forget_view()


def answer(decisions: Sequence[Decision]) -> None:
    """Apply one more step of decisions.

    Raises:
        AgreementsError: they do not fit.
    """
    upload = current_upload()
    if upload:
        read_upload(replace(upload, decisions=(*upload.decisions, tuple(decisions))))


def take_back() -> None:
    """Undo the last step of decisions; for callbacks."""
    upload = current_upload()
    if upload and upload.decisions:
        read_upload(replace(upload, decisions=upload.decisions[:-1]))


def look_at(own: bool) -> None:
    """Let all pages show the reader's list, or the default; for callbacks."""
    upload = current_upload()
    if upload:
        st.session_state[STATE] = replace(upload, looked_at=own)
        _forget_view()


def close_upload() -> None:
    """Forget the reader's list; for callbacks."""
    st.session_state.pop(STATE, None)
    _forget_view()


def _forget_view() -> None:
    """Filters and choices of one list mean nothing in another."""
    st.session_state.aa_filters = Filters()
    st.session_state.aa_controls = {}
    st.session_state.aa_ignored = ()
