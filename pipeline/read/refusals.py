"""The limits of the readers, and a SourceError in en and ja for each refusal.

A message says what must hold, where, what was read, and what to do next.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pipeline import sandbox
from pipeline.errors import SourceError


class FileRole(NamedTuple):
    """What a file is for us, as messages call it."""

    en: str
    ja: str


LIST = FileRole("The list", "一覧")
DECISIONS = FileRole("The file of decisions", "回答のファイル")
EDITION_FILE = FileRole("What is known of a list", "一覧の情報ファイル")

MAX_BYTES = 256 * 2**20
"""Larger files are refused before they are read (a million rows take about 120 MB)."""

MAX_ROWS = 1_100_000
"""The agreements of a whole nation over decades are fewer."""

MAX_COLUMNS = 500
"""A row with more cells is not a row of a list."""

MAX_CELLS = 10_000_000
"""All tables of a file together; more would not fit into a small server."""

MAX_CHARACTERS = 200_000_000
"""All texts of a file together, each as often as it is repeated."""

MAX_UNPACKED = 512 * 2**20
"""Largest unpacked size of the parts of a ZIP file, in bytes."""

MAX_PARTS = 20_000
"""Largest number of parts in a ZIP file."""

MAX_RATIO = 200
"""Largest compression ratio of a part of a ZIP file."""


def no_file(path: str, role: FileRole, *, is_folder: bool) -> SourceError:
    """Nothing that can be read stands at the path."""
    read = "a folder" if is_folder else "nothing that can be read as one"
    ja = "フォルダー" if is_folder else "読めるファイルではないもの"
    return SourceError(
        f"{role.en} must be a file, but '{path}' is {read}. Check the path.",
        f"{role.ja}はファイルである必要がありますが、「{path}」は{ja}です。",
    )


def empty(name: str, size: int, role: FileRole = LIST) -> SourceError:
    """The file is empty."""
    return SourceError(
        f"{role.en} must hold {_CONTENT[role].en}, but '{name}' is empty ({size} bytes)."
        " Save it again and check its size.",
        f"{role.ja}には{_CONTENT[role].ja}が必要ですが、「{name}」は空です（{size} バイト）。"
        "保存し直して大きさを確かめてください。",
    )


def too_many_bytes(name: str, size: int, role: FileRole = LIST) -> SourceError:
    """The file is larger than any such file."""
    return SourceError(
        f"{role.en} must be at most {MAX_BYTES:,} bytes, but '{name}' has {size:,}. Cut"
        " it into parts, or leave out what does not belong to it.",
        f"{role.ja}は {MAX_BYTES:,} バイトまでですが、「{name}」は {size:,} バイトです。"
        "分けるか、関係のない部分を除いてください。",
    )


def too_many_rows(name: str, rows: int) -> SourceError:
    """There are more rows than a list can have."""
    return SourceError(
        f"A list must have at most {MAX_ROWS:,} lines, but '{name}' has {rows:,}."
        " Check that it is the list, or cut it into parts.",
        f"一覧は {MAX_ROWS:,} 行までですが、「{name}」は {rows:,} 行あります。"
        "ファイルが一覧かどうかを確かめるか、分けてください。",
    )


def too_many_columns(name: str, where: str, where_ja: str, columns: int) -> SourceError:
    """A row has more cells than a list can have."""
    return SourceError(
        f"A row must have at most {MAX_COLUMNS} cells, but {where} of '{name}' has"
        f" {columns:,}. Check that it is the list; delete cells that stand far from it.",
        f"1 行のセルは {MAX_COLUMNS} 個までですが、「{name}」の{where_ja}は"
        f" {columns:,} 個です。一覧かどうかを確かめ、離れた所にあるセルを消してください。",
    )


def too_much_text(name: str) -> SourceError:
    """All cells together are more than can be held in memory."""
    return SourceError(
        f"The tables must have at most {MAX_CELLS:,} cells and {MAX_CHARACTERS:,}"
        f" characters in all, but '{name}' has more. Check that it is the list, or cut"
        " it into parts.",
        f"表は全部で {MAX_CELLS:,} セル、{MAX_CHARACTERS:,} 文字までですが、"
        f"「{name}」はそれを超えます。一覧かどうかを確かめるか、分けてください。",
    )


def too_slow(name: str, seconds: int) -> SourceError:
    """Reading took longer than it may."""
    return SourceError(
        f"The file must be readable within {seconds} seconds, but '{name}' is not. Save"
        " only the list, without pictures and other sheets or pages, and try again.",
        f"{seconds} 秒以内に読めるファイルが必要ですが、「{name}」は読み終わりません。"
        "画像や他のシート・ページを除き、一覧だけを保存してやり直してください。",
    )


def too_much_memory(name: str, mebibytes: int) -> SourceError:
    """Reading took more memory than it may."""
    return SourceError(
        f"The list must be readable within {mebibytes:,} MiB of memory, but '{name}'"
        " needs more. Check that it is the list, or cut it into parts.",
        f"{mebibytes:,} MiB のメモリーで読める一覧が必要ですが、「{name}」はそれを超えます。"
        "一覧かどうかを確かめるか、分けてください。",
    )


def not_endured(name: str, detail: str) -> SourceError:
    """The process that read the list ended, and no limit says why."""
    return SourceError(
        f"The list must be readable, but reading '{name}' ended without a result"
        f" ({detail[:120] or 'no more is known'}). Save the list in another kind, such as CSV, and"
        " try again.",
        f"「{name}」を読む処理が結果を出さずに終わりました。"
        "CSV など別の形で保存し直してください。",
    )


def limit_reached(name: str, end: sandbox.TaskEndedError) -> SourceError:
    """The process that read the list ended before it was done."""
    if end.reason == sandbox.TIME:
        return too_slow(name, sandbox.LIMITS.seconds)
    if end.reason == sandbox.MEMORY:
        return too_much_memory(name, sandbox.LIMITS.memory // 2**20)
    return not_endured(name, end.detail)


def too_big_unpacked(name: str, what: str, what_ja: str) -> SourceError:
    """A ZIP file would take too much memory, or is built to."""
    return SourceError(
        f"The parts of the file must unpack to at most {MAX_UNPACKED // 2**20} MiB, but"
        f" '{name}' {what}. It is not read. Save the list again with only its cells.",
        f"展開後の大きさは {MAX_UNPACKED // 2**20} MiB までですが、「{name}」は"
        f"{what_ja}ため読みません。一覧のセルだけを保存し直してください。",
    )


def not_readable(name: str, kind: str, read: str) -> SourceError:
    """The bytes begin as a kind of file, but do not go on as one."""
    return SourceError(
        f"'{name}' is {_KINDS[kind][0]}, so it must open as one, but it is damaged or cut off."
        f" Read: {read[:120] or 'nothing'}. Open it in its program and save it again.",
        f"「{name}」はファイルの種類（{_KINDS[kind][1]}）としては壊れているか"
        "途中で切れています。元のアプリケーションで開いて保存し直してください。",
    )


def encrypted(name: str) -> SourceError:
    """A password is needed to open the file."""
    return SourceError(
        f"The list must open without a password, but '{name}' asks for one. Remove the"
        " password in the program that made it and save it again.",
        f"パスワードなしで開けるファイルが必要ですが、「{name}」には"
        "パスワードがかかっています。解除して保存し直してください。",
    )


def other_kind(name: str, kind: str) -> SourceError:
    """The file is of a kind that holds no table we can read."""
    return SourceError(
        f"The list must be a table in text, XLSX, XLS, ODS, DOCX, HTML or PDF, but"
        f" '{name}' is {_KINDS[kind][0]}. Save the list in one of these kinds.",
        "一覧はテキスト・XLSX・XLS・ODS・DOCX・HTML・PDF の表である必要がありますが、"
        f"「{name}」は{_KINDS[kind][1]}です。いずれかの形で保存してください。",
    )


def no_text_in_pdf(name: str, pages: int) -> SourceError:
    """The PDF shows pictures of text."""
    return SourceError(
        f"The list must be text, but this PDF holds no text: what '{name}' shows on"
        f" its pages ({pages}) is a picture (a scan). Ask for the file it was printed from, or"
        " run text recognition over it and check the result.",
        f"この PDF には文字がありません。「{name}」の {pages} ページは画像（スキャン）"
        "です。印刷前のファイルを入手するか、文字認識をかけて確かめてください。",
    )


def no_table(name: str, kind: str, read: str) -> SourceError:
    """The file can be read, but no table is in it."""
    return SourceError(
        f"The list must be a table, but '{name}' ({kind}) holds none with two columns."
        f" Read: '{read[:60]}'. Check that it is the list.",
        f"一覧は表である必要がありますが、「{name}」({kind}) には 2 列以上の表が"
        f"ありません（読んだ文字:「{read[:60]}」）。ファイルを確かめてください。",
    )


def no_cells(name: str) -> SourceError:
    """All sheets are empty."""
    return SourceError(
        f"The cells of the list must hold text, but all sheets of '{name}' are empty."
        " Save the list again and check that it is the right file.",
        f"一覧のセルには文字が必要ですが、「{name}」のシートはすべて空です。"
        "正しいファイルかどうかを確かめて保存し直してください。",
    )


def no_delimiter(name: str, read: str, *, few: bool = False) -> SourceError:
    """Nothing parts the cells of the text: running prose, or its columns are gone.

    Args:
        name: of the file.
        read: its first line.
        few: whether a few lines hold a sign that could part cells.
    """
    sign = "a sign in a few lines only" if few else "it has no '|'"
    sign_ja = "一部の行に区切りらしい記号があるだけ" if few else "区切りの記号がない"
    return SourceError(
        "The cells of the list must be parted by commas, semicolons, tabs, '|' or"
        " several blanks, or its items stand below headings, but nothing parts the text"
        f" of '{name}': {sign}. Read: '{read[:60]}'. If it was copied from a page, copy"
        " its table into a spreadsheet and save that, or save the page as HTML.",
        "一覧のセルは「|」、コンマ、セミコロン、タブ、または 2 つ以上の空白で区切られて"
        "いるか、見出しの下に並んでいる必要がありますが、"
        f"「{name}」の文字は区切られていません（{sign_ja}。読んだ文字:「{read[:60]}」）。"
        "ページから写したものなら、表を表計算ソフトに貼り付けて保存するか、"
        "ページを HTML として保存してください。",
    )


def only_rules(name: str, lines: int) -> SourceError:
    """A text of pipes and dashes."""
    return SourceError(
        f"The cells of the list must hold text, but all {lines:,} lines of '{name}'"
        " hold only pipes and dashes. Check that it is the list.",
        f"一覧のセルには文字が必要ですが、「{name}」の {lines:,} 行はすべて区切りだけ"
        "です。ファイルが一覧かどうかを確かめてください。",
    )


def breaks_off(name: str, line: int, read: str) -> SourceError:
    """The text ends in the middle of a row."""
    return SourceError(
        f"The list must be whole, but '{name}' breaks off in line {line}: every row"
        f" before it ends with '|'. Read: '{read[-60:]}'. Save or copy the whole list"
        " again.",
        f"一覧は最後まで揃っている必要がありますが、「{name}」は {line} 行目の途中で"
        f"切れています（読んだ文字:「{read[-60:]}」）。全体を保存し直してください。",
    )


def breaks_off_in_a_character(name: str, line: int) -> SourceError:
    """The text ends in the middle of a character."""
    return SourceError(
        f"The list must be whole, but '{name}' breaks off in line {line}, in the"
        " middle of a character. Save or copy the whole list again.",
        f"一覧は最後まで揃っている必要がありますが、「{name}」は {line} 行目の文字の"
        "途中で切れています。全体を保存し直してください。",
    )


def no_encoding(name: str, line: int, byte: int) -> SourceError:
    """No encoding we know gives plausible text."""
    return SourceError(
        "The list must be text in UTF-8 or another encoding that can be recognised, but"
        f" line {line} of '{name}' holds the byte 0x{byte:02x}, which is not. Save it as"
        " UTF-8, or name its encoding.",
        "一覧は UTF-8 など判別できる文字コードのテキストである必要がありますが、"
        f"「{name}」の {line} 行目に読めないバイト 0x{byte:02x} があります。"
        "UTF-8 で保存するか、文字コードを指定してください。",
    )


def wrong_encoding(name: str, encoding: str, line: int, byte: int) -> SourceError:
    """The encoding a person named does not fit."""
    return SourceError(
        f"Every byte of '{name}' must be text in {encoding}, the encoding that was"
        f" named, but line {line} holds the byte 0x{byte:02x}, which is not. Name"
        " another encoding, or none: it is then found.",
        f"指定された文字コード {encoding} では、「{name}」の {line} 行目のバイト"
        f" 0x{byte:02x} が読めません。別の文字コードを指定するか、指定を外してください"
        "（自動で判別します）。",
    )


def unknown_encoding(encoding: str) -> SourceError:
    """A person named an encoding that does not exist."""
    return SourceError(
        f"The encoding must be one such as utf-8, cp932, euc_jp or big5, but"
        f" '{encoding[:40]}' is none. Name another, or none: it is then found.",
        f"文字コードは utf-8、cp932、euc_jp、big5 などである必要がありますが、"
        f"「{encoding[:40]}」は知られていません。別の名前を指定するか、"
        "指定を外してください（自動で判別します）。",
    )


def no_toml(name: str, read: str) -> SourceError:
    """What is known of the list can't be parsed."""
    return SourceError(
        f"'{name}' beside the list must be TOML in UTF-8, but: {read[:120]}. Mend it or"
        " take it away.",
        f"一覧の隣の「{name}」は UTF-8 の TOML でなければなりませんが、読み取れません"
        f"（{read[:120]}）。直すか、取り除いてください。",
    )


def wrong_edition_file(name: str, problems: Sequence[tuple[str, str]]) -> SourceError:
    """What is known of the list holds keys or values that it must not hold.

    Args:
        name: of the file.
        problems: each in English and Japanese; the first five are named.
    """
    more = len(problems) - 5
    en = [problem for problem, _ in problems[:5]] + [f"and {more} more"] * (more > 0)
    ja = [problem for _, problem in problems[:5]] + [f"ほか {more} 件"] * (more > 0)
    return SourceError(
        f"'{name}' beside the list must hold only keys that are known, each with a value"
        f" of its type, but {'; '.join(en)}. Correct it there.",
        f"一覧の隣の「{name}」に正しくない項目があります：{'；'.join(ja)}。"
        "ファイルを直してください。",
    )


def other_bytes(name: str, expected: str, found: str) -> SourceError:
    """The list is not the one that its edition.toml describes."""
    read = f"sha256 '{expected[:12]}…'" if expected else "it has no sha256"
    ja = f"sha256「{expected[:12]}…」" if expected else "sha256 がありません"
    return SourceError(
        f"'{name}' must be the bytes its edition.toml describes ({read}), but they have"
        f" '{found[:12]}…'. Take the list as received, or make a new edition with its"
        " own edition.toml.",
        f"「{name}」は edition.toml に書かれた一覧（{ja}）でなければなりませんが、"
        f"「{found[:12]}…」です。受け取ったままの一覧を使うか、"
        "新しい版の edition.toml を作ってください。",
    )


_CONTENT = {
    LIST: FileRole("a table", "表"),
    DECISIONS: FileRole("a table", "表"),
    EDITION_FILE: FileRole("at least the sha256 of the list", "一覧の sha256 "),
}

_KINDS = {
    "png": ("a PNG picture", "PNG 画像"),
    "jpeg": ("a JPEG picture", "JPEG 画像"),
    "gif": ("a GIF picture", "GIF 画像"),
    "tiff": ("a TIFF picture", "TIFF 画像"),
    "webp": ("a WebP picture", "WebP 画像"),
    "bmp": ("a BMP picture", "BMP 画像"),
    "heic": ("a HEIC picture", "HEIC 画像"),
    "gzip": ("a gzip file", "gzip 圧縮ファイル"),
    "7z": ("a 7z file", "7z 圧縮ファイル"),
    "rar": ("a RAR file", "RAR 圧縮ファイル"),
    "rtf": ("an RTF file", "RTF ファイル"),
    "zip": ("a ZIP file", "ZIP ファイル"),
    "office": (
        "a ZIP file (XLSX, ODS, DOCX ...)",
        "ZIP ファイル（XLSX、ODS、DOCX など）",
    ),
    "old office": ("an old Office file", "旧形式の Office ファイル"),
    "doc": ("an old Word file (DOC)", "旧形式の Word ファイル (DOC)"),
    "ppt": ("an old PowerPoint file (PPT)", "旧形式の PowerPoint ファイル (PPT)"),
    "pptx": ("a PowerPoint file (PPTX)", "PowerPoint ファイル (PPTX)"),
    "xlsb": ("a binary workbook (XLSB)", "バイナリ形式のブック (XLSB)"),
    "numbers": ("a Numbers file", "Numbers ファイル"),
    "binary": ("binary or UTF-16 without its mark", "テキストではないファイル"),
    "xlsx": ("an XLSX file", "XLSX ファイル"),
    "xls": ("an XLS file", "XLS ファイル"),
    "ods": ("an ODS file", "ODS ファイル"),
    "docx": ("a DOCX file", "DOCX ファイル"),
    "html": ("an HTML page", "HTML ページ"),
    "pdf": ("a PDF file", "PDF ファイル"),
}
"""Kind of file -> its name in messages, in English and Japanese."""
