"""The list of a reader, and a reader's answers to the list of all: theirs alone.

Never in a shared cache. Each change reads the list anew; if that fails, the session
keeps the last reading. Which list is in view stands in the address, by its fingerprint.
"""

from __future__ import annotations

import weakref
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from hashlib import sha256
from secrets import token_urlsafe
from typing import Any

import streamlit as st

from dashboard.filters import Filters
from dashboard.ui.editions import default_edition, default_upload_facts
from dashboard.ui.list_store import ListStore
from pipeline import Decision, build_isolated
from pipeline.errors import AgreementsError, UndecidedLayoutError
from pipeline.model import Edition
from pipeline.text_caches import forget_texts

UPLOAD_KEY = "aa_upload"
ANSWERED_KEY = "aa_answered"
"""The session keys of the reader's own list, and of the list of all with the reader's
answers."""

IN_VIEW_KEY = "aa_list"
"""The session key of the fingerprint of the list that all pages show; "" is the list of
all readers as it is."""

REFUSAL_KEY = "aa_refused"
READING_EFFECT_KEY = "aa_said"
LIST_CACHE_KEY = "aa_made"
SKIPPED_KEY = "aa_skipped"
READING_ASKED_KEY = "aa_reading"
"""The session key of the reading (`Upload.reading`) that the URL asked for."""

_editions_by_key = weakref.WeakValueDictionary[str, Edition]()
"""Key -> edition of a reader's own list, as long as a session has it."""

_lists: ListStore[Upload] = ListStore()
"""The lists of all readers, each found by its reader alone."""

VISITOR_COOKIE = "aa_visitor"
MIN_TOKEN = 32
"""A shorter token was not set by our server."""

FINGERPRINT_DIGITS, READING_DIGITS = 12, 8


@dataclass(frozen=True)
class Upload:
    """An uploaded list with its reader's settings and decisions, and its edition.

    Attributes:
        name, received: the file.
        encoding: chosen by hand, "" if detected.
        contacts: whether columns of persons are shown.
        steps: all decisions after each step that can be undone.
        described: its title, publisher and dates as the reader says them.
        built_in: whether it is the list of all readers, with this reader's answers.
        edition: built from all of the above; None until it is needed.
        key: with this the reader's browser requests figures of the list; it can't be
            guessed, and no other reader gets it.
    """

    name: str
    received: bytes = field(repr=False)
    encoding: str = ""
    contacts: bool = False
    steps: tuple[tuple[Decision, ...], ...] = ()
    described: Mapping[str, str] = field(default_factory=dict)
    built_in: bool = False
    edition: Edition | None = field(default=None, repr=False)
    key: str = field(default_factory=token_urlsafe, repr=False)

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """All decisions that hold now."""
        return self.steps[-1] if self.steps else ()

    @cached_property
    def fingerprint(self) -> str:
        """The first digits of the sha256 of its bytes."""
        return sha256(self.received).hexdigest()[:FINGERPRINT_DIGITS]

    @cached_property
    def reading(self) -> str:
        """A digest of the answers that change its figures; "" if there are none."""
        said = sorted(
            (d.source_row, d.column, d.expect, d.value, d.context)
            for d in self.decisions
        )
        digest = sha256(repr(said).encode()).hexdigest()
        return digest[:READING_DIGITS] if said else ""

    @property
    def slot(self) -> str:
        """The session key that holds it."""
        return ANSWERED_KEY if self.built_in else UPLOAD_KEY


@dataclass(frozen=True)
class Refusal:
    """A list whose rows were read, but whose columns a person must name first."""

    upload: Upload
    problem: UndecidedLayoutError


def current_upload() -> Upload | None:
    """Return the uploaded list of this session, if any."""
    upload: Upload | None = st.session_state.get(UPLOAD_KEY)
    return upload


def opened_upload() -> Upload | None:
    """Return the uploaded list of this session with its edition, if any.

    Raises:
        AgreementsError: the list was to be read again after a reload, and can't be.
    """
    upload = current_upload()
    return _opened(upload) if upload else None


def _opened(upload: Upload) -> Upload:
    """Return a list with its edition; after a reload it is read again if need be."""
    if upload.edition is None:
        known = _editions_by_key.get(upload.key)
        edition = known or build(upload, upload.decisions)
        _editions_by_key[upload.key] = edition
        upload = replace(upload, edition=edition)
        st.session_state[upload.slot] = upload
    return upload


def upload_in_view() -> Upload | None:
    """Return the reader's list, or answers to the list of all, that all pages show."""
    shown, own = list_in_view(), current_upload()
    answered: Upload | None = st.session_state.get(ANSWERED_KEY)
    if own and own.fingerprint == shown:
        return own
    if answered and answered.steps and answered.fingerprint == shown:
        return answered
    return None


def list_in_view() -> str:
    """Return the fingerprint of the list in view; "" for the list of all readers."""
    return str(st.session_state.get(IN_VIEW_KEY, ""))


def edition_in_view() -> Edition:
    """Return the edition that all pages show: the reader's own or the default.

    Raises:
        AgreementsError: the default list cannot be read, or the list in view is not here.
    """
    if upload := upload_in_view():
        edition = _opened(upload).edition
        if edition is not None:
            return edition
    if is_missing():
        message = f"The list '{list_in_view()}' is not here. Read its file again."
        raise AgreementsError(message)
    return default_edition()


def is_missing() -> bool:
    """Return whether this view belongs to a list that the session does not have.

    Raises:
        AgreementsError: the default list cannot be read.
    """
    shown = list_in_view()
    if not shown or upload_in_view():
        return False
    return shown != fingerprint_of(default_edition())


def fingerprint_of(edition: Edition) -> str:
    """Return the fingerprint of the list of an edition."""
    return str(edition.about.get("sha256", ""))[:FINGERPRINT_DIGITS]


def is_own(edition: Edition) -> bool:
    """Return whether an edition is this reader's alone: own list, or own answers."""
    return key_of(edition) != ""


def key_of(edition: Edition) -> str:
    """Return the key of a reader's own edition; "" for the list of all readers."""
    upload = upload_in_view()
    return upload.key if upload and upload.edition is edition else ""


def answers_go_to() -> Upload:
    """Return the list in view as one whose questions this reader can answer.

    Raises:
        AgreementsError: the list of all readers can't be read.
    """
    if upload := upload_in_view():
        return _opened(upload)
    edition = default_edition()
    before: Upload | None = st.session_state.get(ANSWERED_KEY)
    if before and before.fingerprint == fingerprint_of(edition):
        return _opened(before)
    name, received = default_upload_facts()
    described = {**edition.about, **{f"title_{k}": v for k, v in edition.title.items()}}
    return Upload(name, received, described=described, built_in=True, edition=edition)


def edition_by_key(key: str) -> Edition | None:
    """Return the edition of a key; None if no session has it any more.

    Raises:
        AgreementsError: the list of all readers cannot be read.
    """
    return _editions_by_key.get(key) if key else default_edition()


def build(
    upload: Upload,
    decisions: Sequence[Decision],
    roles: Mapping[int, str] | None = None,
    header_row: int = 0,
) -> Edition:
    """Build the edition of a reader's list, in a process of its own.

    Raises:
        AgreementsError: the list can't be read.
    """
    try:
        edition = build_isolated(
            upload.received,
            upload.name,
            encoding=upload.encoding,
            roles=roles,
            header_row=header_row,
            decisions=decisions,
            contacts=upload.contacts,
            described=upload.described,
        )
    except UndecidedLayoutError as error:
        if current_upload() is None and not upload.built_in:
            st.session_state[REFUSAL_KEY] = Refusal(upload, error)
        raise
    forget_with(edition)
    return edition


def forget_with(edition: Edition) -> None:
    """Let the caches of texts be emptied when this edition of a reader's list goes."""
    weakref.finalize(edition, forget_texts).atexit = False


def store(upload: Upload, edition: Edition) -> None:
    """Store a list and its edition in the session, and for a reload."""
    state = st.session_state
    if not upload.built_in:
        state.pop(REFUSAL_KEY, None)
    _editions_by_key[upload.key] = edition
    stored = replace(upload, edition=edition)
    state[upload.slot] = stored
    if upload.built_in:
        state[IN_VIEW_KEY] = upload.fingerprint
    state.pop(READING_ASKED_KEY, None)
    state.aa_newer = True  # than the URL, which has the reading before
    store_for_reload(stored)


def current_refusal() -> Refusal | None:
    """Return the list whose columns a person must name, if that was brought last."""
    refusal: Refusal | None = st.session_state.get(REFUSAL_KEY)
    return refusal


def forget_refusal() -> None:
    """Forget the list whose columns were to be named."""
    st.session_state.pop(REFUSAL_KEY, None)


def show_own_list(own: bool) -> None:
    """Show the reader's list on all pages, or the default list; for callbacks."""
    upload = current_upload()
    show_list(upload.fingerprint if own and upload else "")


def show_answered() -> None:
    """Show the list of all readers with this reader's answers; for callbacks."""
    if answered := current_answers():
        show_list(answered.fingerprint)


def current_answers() -> Upload | None:
    """Return the list of all readers with this reader's answers, if there are any."""
    answered: Upload | None = st.session_state.get(ANSWERED_KEY)
    return answered if answered and answered.steps else None


def show_list(fingerprint: str) -> None:
    """Show a list on all pages; "" is that of all readers as it is. For callbacks."""
    st.session_state[IN_VIEW_KEY] = fingerprint
    st.session_state.pop(READING_ASKED_KEY, None)
    _forget_view()


def close_upload() -> None:
    """Forget the reader's list; for callbacks."""
    if upload := current_upload():
        _lists.forget(visitor_token(), _name_in_store(upload))
        if list_in_view() == upload.fingerprint:
            st.session_state[IN_VIEW_KEY] = ""
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


def visitor_token() -> str:
    """Return the token of this reader's browser; "" where our server does not run."""
    token = st.context.cookies.get(VISITOR_COOKIE)
    return token if isinstance(token, str) and len(token) >= MIN_TOKEN else ""


def store_for_reload(upload: Upload) -> None:
    """Store a list without its edition, so that a reload of the page finds it."""
    stored = replace(upload, edition=None)
    name = _name_in_store(upload)
    _lists.put(visitor_token(), name, stored, len(upload.received))


def _name_in_store(upload: Upload) -> str:
    return f"{upload.slot}/{upload.fingerprint}"


def restore_lists() -> None:
    """Let a new session have the lists of this reader's browser; note their use.

    Of several own lists the session gets the one in view, else the last one used.
    """
    state, visitor = st.session_state, visitor_token()
    if not visitor:
        return
    wanted = list_in_view()
    for slot in (UPLOAD_KEY, ANSWERED_KEY):
        here: Upload | None = state.get(slot)
        names = [name for name in _lists.names(visitor) if name.startswith(f"{slot}/")]
        asked = f"{slot}/{wanted}"
        if here:
            _lists.get(visitor, _name_in_store(here))
        if asked in names and (here is None or here.fingerprint != wanted):
            state[slot] = _lists.get(visitor, asked)
        elif here is None and names and not state.get("aa_restored"):
            state[slot] = _lists.get(visitor, names[-1])
    state.aa_restored = True
