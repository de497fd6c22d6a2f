"""Bytes -> text: finds the encoding, states it, and never replaces a byte it can't read.

Marks (BOM), UTF-8 and what a page says of itself come first. After them every known
encoding that fits without a fault is weighed by how plausible its text is: how many of
its characters are usual ones in a language that is written so.
"""

from __future__ import annotations

import codecs
import re

from pipeline.read import refusals
from pipeline.read.encoding_frequencies import CODECS, plausibility

SAMPLE = 24_000
"""So many bytes of lines that are not ASCII decide."""

PLAUSIBLE = 0.2
"""Text less plausible than this is no text (the score lies between -1 and 1)."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WIDER = {
    "shift_jis": "cp932",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "big5": "big5hkscs",
    "tis-620": "cp874",
}
"""What is written under these names often holds characters of the wider ones."""

_SAID = re.compile(
    rb"""(?:charset|encoding)\s*+=\s*+["']?+\s*+([A-Za-z0-9_.:-]{3,30})"""
)
_MULTIBYTE = re.compile(
    rb"[\xc3-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def decode(received: bytes, name: str, encoding: str = "") -> tuple[str, str]:
    """Decode a text.

    Args:
        received: its bytes.
        name: what messages call the file.
        encoding: what a person says it is; found where empty.

    Returns:
        The text without its mark, and the encoding.

    Raises:
        SourceError: the encoding named does not fit, none fits, or it is no text.
    """
    if encoding.strip():
        return _decode_as(received, name, encoding)
    text, found = _decode_found(received, name)
    if len(_CONTROL.findall(text[:200_000])) > max(1, len(text[:200_000]) // 1000):
        raise refusals.other_kind(name, "binary")
    return text, found


def _decode_as(received: bytes, name: str, encoding: str) -> tuple[str, str]:
    try:
        codec = codecs.lookup(encoding.strip())
        named = codec.name if codec._is_text_encoding else ""
    except (LookupError, ValueError, UnicodeError):
        named = ""
    if not named:
        raise refusals.unknown_encoding(encoding)
    named = _WIDER.get(named, named) if _lacks(received, named) else named
    try:
        text = received.decode(named)
    except UnicodeDecodeError as error:
        line = received.count(b"\n", 0, error.start) + 1
        byte = received[min(error.start, len(received) - 1)]
        raise refusals.wrong_encoding(name, encoding.strip(), line, byte) from error
    return text.removeprefix("\ufeff"), named


def _lacks(received: bytes, named: str) -> bool:
    try:
        received.decode(named)
    except UnicodeDecodeError:
        return True
    return False


def _decode_found(received: bytes, name: str) -> tuple[str, str]:
    for mark, named in _MARKS:
        if received.startswith(mark) and not _lacks(received, named):
            return received.decode(named), named
    if named := _wide(received):
        return received.decode(named), named
    if b"\x1b$" in received[:SAMPLE] and not _lacks(received, "iso2022_jp_2"):
        return received.decode("iso2022_jp_2"), "iso2022_jp_2"
    try:
        return received.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        broken = error
    if b"\x00" in received[:65_536]:
        raise refusals.other_kind(name, "binary")
    line = received.count(b"\n", 0, broken.start) + 1
    if _nearly_utf_8(received, broken):
        if broken.reason == "unexpected end of data":
            raise refusals.breaks_off_in_a_character(name, line) from broken
        raise refusals.no_encoding(name, line, received[broken.start]) from broken
    if named := _said(received) or _weighed(received):
        return received.decode(named), named
    raise refusals.no_encoding(name, line, received[broken.start]) from broken


def _nearly_utf_8(received: bytes, broken: UnicodeDecodeError) -> bool:
    """Whether all but a few bytes beyond ASCII are those of UTF-8."""
    around = received[max(0, broken.start - SAMPLE) : broken.start + SAMPLE]
    high = sum(byte > 0x7F for byte in around)
    return sum(map(len, _MULTIBYTE.findall(around))) >= max(0.9 * high - 2, 3)


def _wide(received: bytes) -> str:
    """UTF-16 without a mark: its line ends and ASCII characters hold a zero byte."""
    sample = received[: SAMPLE - SAMPLE % 2]
    if len(received) % 2 or b"\x00" not in sample:
        return ""
    for named, line_end in (("utf-16-le", b"\n\x00"), ("utf-16-be", b"\x00\n")):
        at = sample.find(line_end)
        while at % 2:
            at = sample.find(line_end, at + 1)
            if at < 0:
                break
        if at < 0 or _lacks(received, named):
            continue
        if not _CONTROL.search(received.decode(named)[:SAMPLE]):
            return named
    return ""


def _said(received: bytes) -> str:
    """The encoding a page names in its first lines, where its bytes fit it."""
    start = received[:4096]
    if b"<" not in start or not (found := _SAID.search(start)):
        return ""
    try:
        named = codecs.lookup(found[1].decode("ascii")).name
    except LookupError:
        return ""
    for codec in (named, _WIDER.get(named, named)):
        if codec in {c for c, _ in CODECS} | set(_WIDER) and not _lacks(
            received, codec
        ):
            return codec
    return ""


def _weighed(received: bytes) -> str:
    """The encoding that gives the most plausible text; empty where none does."""
    sample = _sample(received)
    scores: list[tuple[float, int, str]] = []
    for rank, (codec, languages) in enumerate(CODECS):
        try:
            text = sample.decode(codec)
        except UnicodeDecodeError:
            continue
        scores.append((plausibility(text, languages), -rank, codec))
    for score, _, codec in sorted(scores, reverse=True):
        if score >= PLAUSIBLE and not _lacks(received, codec):
            return codec
    return ""


def _sample(received: bytes) -> bytes:
    lines: list[bytes] = []
    size = 0
    for line in received.splitlines(keepends=True):
        if not line.isascii():
            lines.append(line)
            size += len(line)
            if size > SAMPLE:
                break
    return b"".join(lines)
