"""Errors that stop a handout, each with a clear message in both languages.

The reasons are the ends of text ids: `slides.template_<reason>` and `paper.template_<reason>`.
"""

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
"""Reasons why a template is refused."""


class TemplateError(AgreementsError):
    """The uploaded file cannot be used as a template.

    `str(error)` is the English message, `text_ja` the Japanese one.
    """


def template_error(reason: str, of: str = "slides", **values: object) -> TemplateError:
    """Return the error for a reason, in both languages, for slides or for paper."""
    text_id = f"{of}.template_{reason}"
    english, japanese = (load_words(lang)(text_id, **values) for lang in ("en", "ja"))
    return TemplateError(english, japanese)
