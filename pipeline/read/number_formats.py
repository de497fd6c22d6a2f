"""Formats the numbers and dates of a sheet as they are displayed: 2022, not 2022.0.

Dates become ISO 8601, as exact as their format shows them.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta

GENERAL = ""

BUILT_IN = {
    9: "0%",
    10: "0.00%",
    14: "yyyy-mm-dd",
    15: "yyyy-mm-dd",
    16: "mm-dd",
    17: "yyyy-mm",
    18: "hh:mm",
    19: "hh:mm:ss",
    20: "hh:mm",
    21: "hh:mm:ss",
    22: "yyyy-mm-dd hh:mm",
    45: "mm:ss",
    46: "hh:mm:ss",
    47: "mm:ss",
    **dict.fromkeys((27, 28, 29, 30, 31, 36), "yyyy-mm-dd"),
    **dict.fromkeys((32, 33, 34, 35), "hh:mm:ss"),
    **dict.fromkeys(range(50, 59), "yyyy-mm-dd"),
}
"""Formats that a workbook refers to by number only (ECMA-376, 18.8.30)."""

_NO_LETTERS = re.compile(
    r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\[\]]*+\]', re.IGNORECASE
)


def format_number(text: str, number_format: str = GENERAL, *, from_1904: bool) -> str:
    """Format a stored number as the sheet displays it.

    Args:
        text: the number as stored, such as `44927.0`.
        number_format: the format's code, such as `yyyy/m/d`; empty for none.
        from_1904: whether the workbook counts its days from 1904.
    """
    try:
        value = float(text)
    except ValueError:
        return text
    code = _NO_LETTERS.sub("", number_format.split(";")[0]).lower()
    if re.search("[ymdhs]|ge", code) and "general" not in code:
        return format_date(value, code, from_1904=from_1904) or _plain(value)
    if "%" in code:
        digits = len(code.partition(".")[2].rstrip("%").strip())
        return f"{value * 100:.{min(digits, 9)}f}%"
    zeros = re.fullmatch("0{2,12}", code)
    if zeros and value == int(value) and value >= 0:
        return f"{int(value):0{len(code)}d}"
    return _plain(value)


def format_date(value: float, code: str, *, from_1904: bool) -> str:
    """Format a day number as a date or time; "" if it is out of range."""
    if not 0 <= value < 2_958_466:
        return ""
    start = datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 30)
    if not from_1904 and 1 <= value < 60:
        start += timedelta(days=1)  # the sheet's calendar has a 29 February 1900
    moment = start + timedelta(seconds=round(value * 86_400))
    year, day = "y" in code or "e" in code, "d" in code
    clock = "h" in code or "s" in code
    if value < 1 and not year:
        return moment.strftime("%H:%M:%S" if moment.second else "%H:%M")
    if clock and (moment.hour or moment.minute or moment.second):
        shape = "%Y-%m-%d %H:%M" + (":%S" if moment.second else "")
    elif year and not day:
        shape = "%Y-%m" if "m" in code else "%Y"
    else:
        shape = "%Y-%m-%d"
    return moment.strftime(shape.replace("%Y", f"{moment.year:04d}"))


def _plain(value: float) -> str:
    if value != value or abs(value) == float("inf"):
        return str(value)
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    return f"{value:.15g}"
