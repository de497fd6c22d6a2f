"""What can stop a handout. One clear message in both languages each."""

from __future__ import annotations

from dashboard.i18n import load_words
from pipeline.errors import AgreementsError

WRONG_KIND = "kind"
OLD_FORMAT = "old"
LOCKED = "locked"
MACROS = "macros"
TOO_LARGE = "large"
BROKEN = "broken"
NO_LAYOUT = "layout"
SLIDE_TOO_SMALL = "small"
"""Why a template is refused."""


class TemplateError(AgreementsError):
    """The slides given as a template cannot be used as one.

    `str(error)` is the English message, `text_ja` the Japanese one.
    """


def template_error(reason: str, **values: object) -> TemplateError:
    """The error for a reason of `slides.template_<reason>`, in both languages."""
    text_id = f"slides.template_{reason}"
    english, japanese = (load_words(lang)(text_id, **values) for lang in ("en", "ja"))
    return TemplateError(english, japanese)
