"""Papers for a meeting on A4, as Word and as tagged PDF: the report, and partners.

`blocks` says what is on paper, once; `word` and `pdf` only set it.
"""

from dashboard.exports.paper.blocks import Paper, PaperFields
from dashboard.exports.paper.partners import partners_paper
from dashboard.exports.paper.pdf import make_pdf
from dashboard.exports.paper.report import report_paper
from dashboard.exports.paper.word import make_word
from dashboard.exports.paper.word_template import WordTemplate, read_word_template

__all__ = [
    "Paper",
    "PaperFields",
    "WordTemplate",
    "make_pdf",
    "make_word",
    "partners_paper",
    "read_word_template",
    "report_paper",
]
