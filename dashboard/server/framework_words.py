"""The framework's own words, which are English only, in the languages of the app."""

from __future__ import annotations

import json

from dashboard.i18n import LANGUAGES, load_words

ORIGINALS = {
    "skip": "Skip to main content",
    "home": "Navigate to home page",
    "logo": "Logo",
    "sidebar": "Sidebar",
    "expand": "Expand sidebar",
    "collapse": "Collapse sidebar",
    "pages": "App pages",
    "open": "Open",
    "close": "Close",
    "choose": "Choose an option",
    "file": "file upload",
    "no_page": "Page not found",
    "no_page_text": "The page that you have requested does not seem to exist…",
    "no_page_named": "You have requested page …",
    "connection": "Connection error",
    "connection_status": "Connection failed with status …",
    "connection_text": "Is Streamlit still running…",
    "command": "streamlit run yourscript.py",
    "connecting": "Connecting",
    "connecting_server": "Connecting to Streamlit server",
    "unable": "Unable to connect to Streamlit server",
    "error": "Error",
    "running": "Running...",
    "stop": "Stop",
    "stop_script": "Stop script",
    "tabs_left": "Scroll tabs left",
    "tabs_right": "Scroll tabs right",
    "clear": "Clear value",
    "clear_all": "Clear all",
    "no_results": "No results",
    "search": "Search",
    "fullscreen": "Fullscreen",
    "close_fullscreen": "Close fullscreen",
    "columns": "Show/hide columns",
    "increment": "Increment",
    "decrement": "Decrement",
}
"""Name -> the framework's text; `…` at its end stands for whatever follows."""


def words_script(script: str) -> str:
    """Return our script that translates them, with all words in it."""
    translators = [load_words(lang) for lang in LANGUAGES]
    words = [
        [text, *(translator(f"framework.{name}") for translator in translators)]
        for name, text in ORIGINALS.items()
    ]
    return script.replace("WORDS = []", f"WORDS = {json.dumps(words)}", 1)
