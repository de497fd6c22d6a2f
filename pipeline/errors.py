"""The errors that stop the line. Below every stage; promises one clear message each.

A message says what must hold, where, what was read instead and, where known, the next
step. Doubts that do not stop the line are findings (see `check`), never errors.
"""


class AgreementsError(Exception):
    """The line cannot go on without publishing something wrong.

    Attributes:
        text_ja: the message in Japanese, empty where nobody has written it yet;
            `str(error)` is the English one.
    """

    def __init__(self, message: str = "", text_ja: str = "") -> None:
        super().__init__(message)
        self.text_ja = text_ja


class SourceError(AgreementsError):
    """The received file cannot be read as an agreement list."""


class UndecidedLayoutError(SourceError):
    """Rows were read, but they do not show which columns hold what: a person can say.

    Attributes:
        rows: source row and cells of the first rows of the longest table.
    """

    def __init__(self, message: str = "", text_ja: str = "") -> None:
        super().__init__(message, text_ja)
        self.rows: tuple[tuple[int, tuple[str, ...]], ...] = ()


class ReferenceDataError(AgreementsError):
    """Our own reference tables disagree or miss what they must hold."""


class RepairError(AgreementsError):
    """A recorded decision no longer fits the list it was made for.

    Attributes:
        misfits: number (from 1) of each decision that does not fit -> its own error.
    """

    def __init__(self, message: str = "", text_ja: str = "") -> None:
        super().__init__(message, text_ja)
        self.misfits: dict[int, RepairError] = {}


MAX_QUOTED = 5
"""How many decisions that do not fit are quoted in full."""


def combine_misfits(misfits: dict[int, RepairError]) -> RepairError:
    """Combine the errors of decisions that do not fit; the first are quoted in full."""
    quoted = [*misfits.values()][:MAX_QUOTED]
    english, japanese = [str(e) for e in quoted], [e.text_ja for e in quoted]
    if more := len(misfits) - len(quoted):
        english.append(f"And {more} more do not fit.")
        japanese.append(f"ほかに {more} 件が合いません。")
    error = RepairError("\n".join(english), "\n".join(japanese))
    error.misfits = misfits
    return error


class PublishError(AgreementsError):
    """An invariant of the published tables does not hold."""
