"""What the framework would hold of a list for as long as a session: let go here.

Leans on private names of the framework; where they are others, nothing is let go and
nothing breaks (tests/test_forgetting.py says so).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from streamlit import runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx

if TYPE_CHECKING:
    from streamlit.runtime.uploaded_file_manager import UploadedFile

WIDGET_ID_PREFIX = "$$ID-"
"""How the framework begins the names of widgets."""


def forget_widgets() -> None:
    """Forget the functions of widgets that this run does not show; for its end.

    The framework drops the values of such widgets and keeps their functions, and with
    these the list they were made for.
    """
    context = get_script_run_ctx()
    if context is None:
        return
    try:
        session = context.session_state._state
        known = session._new_widget_state.widget_metadata
        shown = context.shared.widget_ids_this_run.snapshot()
    except AttributeError:
        return
    for widget in known.keys() - shown:
        if widget.startswith(WIDGET_ID_PREFIX):  # others are events of our scripts
            known.pop(widget, None)


def forget_file(brought: UploadedFile | None) -> None:
    """Forget a file that was read: whoever needs its bytes has them."""
    context = get_script_run_ctx()
    if brought is None or context is None or not runtime.exists():
        return
    files = runtime.get_instance().uploaded_file_mgr
    remove = getattr(files, "remove_file", None)
    if remove is not None:
        remove(context.session_id, brought.file_id)
