"""Decodes bytes to text: detects the encoding, and never replaces an unreadable byte.

Byte order marks, UTF-8 and the declaration of a page come first. Then every encoding
that decodes without an error is scored by the plausibility of its text: the share of
characters that are usual in a language written in it.
"""

from __future__ import annotations

import codecs
import re

from pipeline.read import refusals
from pipeline.read.encoding_frequencies import CODECS, plausibility

SAMPLE_BYTES = 24_000
"""How many bytes of lines that are not ASCII are sampled."""

MIN_PLAUSIBILITY = 0.2
"""Text less plausible than this is not text (the score lies between -1 and 1)."""

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WIDER_CODEC = {
    "shift_jis": "cp932",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "big5": "big5hkscs",
    "tis-620": "cp874",
}
"""Texts declared with these names often hold characters of the wider ones."""

_DECLARATION = re.compile(
    rb"""(?:charset|encoding)\s*+=\s*+["']?+\s*+([A-Za-z0-9_.:-]{3,30})"""
)
_MULTIBYTE = re.compile(
    rb"[\xc3-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
_HIGH = re.compile(rb"[\x80-\xff]")
_SIGN = rb"[\x80\x82\x84-\x87\x91-\x97\x99\xa0\xa7\xa9\xab\xae\xb0\xb7\xbb]"
_WINDOWS_SIGN = re.compile(
    rb"(?<![\x80-\xff])(?:(?<![A-Za-z])" + _SIGN + rb"|" + _SIGN + rb"(?![A-Za-z])"
    rb"|\x92(?=[A-Z]|[st](?![A-Za-z]))|(?<=[AEIOUaeiou])\x92(?=[aeiou]))(?![\x80-\xff])"
)
"""A dash, quote, dagger, bullet ... of cp1252, alone and not inside of a word."""

_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def decode(received: bytes, name: str, encoding: str = "") -> tuple[str, str]:
    """Decode a text.

    Args:
        received: its bytes.
        name: of the file, for messages.
        encoding: given by a person; detected if empty.

    Returns:
        The text without its mark, and the encoding.

    Raises:
        SourceError: the given encoding does not fit, none fits, or it is not text.
    """
    if encoding.strip():
        return _decode_as(received, name, encoding)
    text, detected = _decode_detected(received, name)
    if len(_CONTROL.findall(text[:200_000])) > max(1, len(text[:200_000]) // 1000):
        raise refusals.other_kind(name, "binary")
    return text, detected


def _decode_as(received: bytes, name: str, encoding: str) -> tuple[str, str]:
    try:
        codec = codecs.lookup(encoding.strip())
        is_text = codec._is_text_encoding  # noqa: SLF001  # nothing public tells rot13
        codec_name = codec.name if is_text else ""
    except (LookupError, ValueError, UnicodeError):
        codec_name = ""
    if not codec_name:
        raise refusals.unknown_encoding(encoding)
    codec_name = (
        _WIDER_CODEC.get(codec_name, codec_name)
        if _fails_to_decode(received, codec_name)
        else codec_name
    )
    try:
        text = received.decode(codec_name)
    except UnicodeDecodeError as error:
        line = received.count(b"\n", 0, error.start) + 1
        byte = received[min(error.start, len(received) - 1)]
        raise refusals.wrong_encoding(name, encoding.strip(), line, byte) from error
    return text.removeprefix("\ufeff"), codec_name


def _fails_to_decode(received: bytes, codec_name: str) -> bool:
    try:
        received.decode(codec_name)
    except UnicodeDecodeError:
        return True
    return False


def _decode_detected(received: bytes, name: str) -> tuple[str, str]:
    for mark, codec_name in _BYTE_ORDER_MARKS:
        if received.startswith(mark) and not _fails_to_decode(received, codec_name):
            return received.decode(codec_name), codec_name
    if codec_name := _utf_16_without_mark(received):
        return received.decode(codec_name), codec_name
    if b"\x1b$" in received[:SAMPLE_BYTES] and not _fails_to_decode(
        received, "iso2022_jp_2"
    ):
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
    if codec_name := (
        _declared_encoding(received)
        or _windows_signs_only(received)
        or _most_plausible_encoding(received)
    ):
        return received.decode(codec_name), codec_name
    raise refusals.no_encoding(name, line, received[broken.start]) from broken


def _nearly_utf_8(received: bytes, broken: UnicodeDecodeError) -> bool:
    """Whether all but a few bytes beyond ASCII are those of UTF-8."""
    around = received[max(0, broken.start - SAMPLE_BYTES) : broken.start + SAMPLE_BYTES]
    high = sum(byte > 0x7F for byte in around)
    return sum(map(len, _MULTIBYTE.findall(around))) >= max(0.9 * high - 2, 3)


def _utf_16_without_mark(received: bytes) -> str:
    """Detect UTF-16 without a byte order mark, by the zero bytes of its line ends."""
    sample = received[: SAMPLE_BYTES - SAMPLE_BYTES % 2]
    if len(received) % 2 or b"\x00" not in sample:
        return ""
    for codec_name, line_end in (("utf-16-le", b"\n\x00"), ("utf-16-be", b"\x00\n")):
        at = sample.find(line_end)
        while at % 2:
            at = sample.find(line_end, at + 1)
            if at < 0:
                break
        if at < 0 or _fails_to_decode(received, codec_name):
            continue
        if not _CONTROL.search(received.decode(codec_name)[:SAMPLE_BYTES]):
            return codec_name
    return ""


def _declared_encoding(received: bytes) -> str:
    """Return the encoding that a page declares, if its bytes fit it."""
    start = received[:4096]
    if b"<" not in start or not (declaration := _DECLARATION.search(start)):
        return ""
    try:
        codec_name = codecs.lookup(declaration[1].decode("ascii")).name
    except LookupError:
        return ""
    for codec in (codec_name, _WIDER_CODEC.get(codec_name, codec_name)):
        if codec in {c for c, _ in CODECS} | set(_WIDER_CODEC) and not _fails_to_decode(
            received, codec
        ):
            return codec
    return ""


def _windows_signs_only(received: bytes) -> str:
    """Return cp1252 where only its signs stand beyond ASCII: no letter tells more."""
    signs = sum(1 for _ in _WINDOWS_SIGN.finditer(received))
    return "cp1252" if signs == sum(1 for _ in _HIGH.finditer(received)) else ""


def _most_plausible_encoding(received: bytes) -> str:
    """Return the encoding that gives the most plausible text; "" if none does."""
    sample = _sample(received)
    scores: list[tuple[float, int, str]] = []
    for rank, (codec, languages) in enumerate(CODECS):
        try:
            text = sample.decode(codec)
        except UnicodeDecodeError:
            continue
        scores.append((plausibility(text, languages), -rank, codec))
    for score, _, codec in sorted(scores, reverse=True):
        if score >= MIN_PLAUSIBILITY and not _fails_to_decode(received, codec):
            return codec
    return ""


def _sample(received: bytes) -> bytes:
    lines: list[bytes] = []
    size = 0
    for line in received.splitlines(keepends=True):
        if not line.isascii():
            lines.append(line)
            size += len(line)
            if size > SAMPLE_BYTES:
                break
    return b"".join(lines)
