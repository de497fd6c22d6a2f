"""Release what the framework would keep of a list until the end of a session.

Uses private names of the framework. Where a version has other names, nothing is
released and nothing breaks (shown by tests/test_forgetting.py).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from streamlit import runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx

if TYPE_CHECKING:
    from streamlit.runtime.uploaded_file_manager import UploadedFile

WIDGET_ID_PREFIX = "$$ID-"
"""The prefix of the ids that the framework gives to widgets."""


def forget_widgets() -> None:
    """Forget the callbacks of widgets that this run did not show; called at its end.

    The framework drops the values of such widgets but keeps their callbacks, and with
    these the list that they refer to.
    """
    context = get_script_run_ctx()
    if context is None:
        return
    try:
        session = context.session_state._state
        registered = session._new_widget_state.widget_metadata
        shown = context.shared.widget_ids_this_run.snapshot()
    except AttributeError:
        return
    for widget in registered.keys() - shown:
        if widget.startswith(WIDGET_ID_PREFIX):  # others are events of our scripts
            registered.pop(widget, None)


def forget_file(uploaded: UploadedFile | None) -> None:
    """Forget an uploaded file that was read; its bytes are no longer needed."""
    context = get_script_run_ctx()
    if uploaded is None or context is None or not runtime.exists():
        return
    files = runtime.get_instance().uploaded_file_mgr
    remove = getattr(files, "remove_file", None)
    if remove is not None:
        remove(context.session_id, uploaded.file_id)
