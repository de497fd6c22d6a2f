"""Files and lines: what becomes a cell, what is refused and with which words."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import SourceError
from pipeline.model import SourceGrid
from pipeline.read import MAX_BYTES, read_bytes, read_grid
from pipeline.read.edition import default_metadata, read_edition_file
from pipeline.read.markdown import MAX_COLUMNS, read_markdown

VERSIONS = {"pipeline_version": "1", "rules_version": "2"}


def cells(text: str) -> dict[int, tuple[str, ...]]:
    found = read_markdown(text, "drawn")
    return dict(zip(found.numbers, found.cells, strict=True))


def test_each_line_with_text_is_a_row_numbered_as_in_the_file():
    assert cells("\n\n| a | b |\n \t\n| c | d |\n") == {
        3: (" a ", " b "),
        5: (" c ", " d "),
    }


def test_cells_keep_their_padding_and_blank_cells_stand():
    assert cells("|  a|| b |\n") == {1: ("  a", "", " b ")}


def test_pipes_at_the_ends_of_a_row_may_be_missing():
    assert cells("a | b\n c | d |\n| e | f\n") == {
        1: ("a ", " b"),
        2: (" c ", " d "),
        3: (" e ", " f"),
    }


def test_pipe_behind_a_backslash_is_text():
    assert cells(r"| a \| b | c |") == {1: (r" a \| b ", " c ")}


def test_line_without_a_pipe_is_a_row_of_one_cell():
    assert cells("協定一覧\n| a | b |\n") == {1: ("協定一覧",), 2: (" a ", " b ")}


def test_line_ends_of_other_systems_are_no_text():
    found = read_markdown("| a | b |\r\n| c | d |\r\n", "drawn")
    assert found.cells == ((" a ", " b "), (" c ", " d "))
    assert found.line(2) == "| c | d |"


def test_separators_of_text_systems_do_not_part_rows():
    assert cells("| a\x0bb | c\u2028d |\n") == {1: (" a\x0bb ", " c\u2028d ")}


def test_byte_order_mark_is_no_text():
    assert read_grid("\ufeff| a | b |\n".encode()).cells == ((" a ", " b "),)


@pytest.mark.parametrize("text", ["|||\n|---|\n", "| : | - |", "|" * 1000])
def test_table_without_any_text_is_refused(text: str):
    with pytest.raises(SourceError, match="hold only pipes and dashes"):
        read_markdown(text, "drawn")


def test_row_of_many_cells_is_no_row_of_a_list():
    whole = "|a" * MAX_COLUMNS + "|"
    assert len(cells(whole)[1]) == MAX_COLUMNS
    with pytest.raises(SourceError, match="at most 500 cells, but line 2 of 'drawn'"):
        read_markdown(f"| a |\n{whole}a|", "drawn")


def test_text_that_ends_in_the_middle_of_a_row_is_refused():
    with pytest.raises(SourceError, match=r"breaks off in line 3.*Read: '\| e | f'"):
        read_markdown("| a | b |\n| c | d |\n| e | f", "drawn")


@pytest.mark.parametrize(
    "text",
    [
        "| a | b |\n| c | d |\n| e | f\n",
        "| a | b |\n| c | d |\n| e | f |",
        "a | b\nc | d\ne | f",
        "| a | b |\n| c | d",
    ],
)
def test_rows_without_a_closing_pipe_are_whole_where_the_text_does_not_break(text: str):
    read_markdown(text, "drawn")


def test_grid_gives_back_cells_and_lines_by_source_row():
    found = read_markdown("\n| a | b |\n", "drawn")
    assert (found.row(2), found.line(2)) == ((" a ", " b "), "| a | b |")
    assert (found.row(1), found.line(1)) == ((), "")
    assert (found.row(9), found.line(9)) == ((), "")


def test_row_of_a_list_without_text_lines_is_shown_with_tabs():
    found = SourceGrid((4,), (("a", "b"),), "sheet")
    assert found.line(4) == "a\tb"


@pytest.mark.parametrize(
    ("start", "kind"),
    [
        (b"PK\x03\x04", "ZIP"),
        (b"\xd0\xcf\x11\xe0", "old Office"),
        (b"%PDF-1.7", "PDF"),
        (b"\x89PNG\r\n", "PNG"),
        (b"\xff\xd8\xff", "JPEG"),
        (b"GIF89a", "GIF"),
        (b"\x1f\x8b", "gzip"),
        (b"a\x00|\x00", "binary or UTF-16"),
    ],
)
def test_bytes_that_are_no_text_are_called_by_their_kind(start: bytes, kind: str):
    with pytest.raises(SourceError, match=f"'list' is .*{kind}"):
        read_grid(start + b"|" * 20, "list")


def test_text_in_another_encoding_is_found():
    found = read_grid("| 国 |\n| 協定 |\n".encode("shift_jis"), "list")
    assert (found.encoding, found.cells[1]) == ("cp932", (" 協定 ",))


def test_text_without_a_table_is_quoted():
    with pytest.raises(SourceError, match=r"has no '\|'\. Read: '協定の一覧です。'"):
        read_grid("\n 協定の一覧です。\n".encode())


def test_bytes_are_read_as_they_are(tmp_path: Path):
    (tmp_path / "list.md").write_bytes(b"\xef\xbb\xbf| a |\r\n")
    assert read_bytes(tmp_path / "list.md") == b"\xef\xbb\xbf| a |\r\n"


def test_file_of_the_largest_size_is_not_read(tmp_path: Path):
    with (tmp_path / "list.md").open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    with pytest.raises(SourceError, match="at most 268,435,456 bytes"):
        read_bytes(tmp_path / "list.md")


def test_list_without_an_edition_file_bears_its_file_name(tmp_path: Path):
    about = read_edition_file(tmp_path / "協定.md", b"x", VERSIONS)
    assert about.title == {"ja": "協定", "en": "協定"}
    assert about.facts == {
        "file": "協定.md",
        "sha256": "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881",
        **VERSIONS,
    }
    assert about.expected == {}


def test_edition_file_tells_of_the_list_whose_bytes_it_knows(tmp_path: Path):
    (tmp_path / "edition.toml").write_text(
        'title_ja = "一覧"\ntitle_en = "List"\nname = "2026-11"\n'
        'sha256 = "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"\n'
        "[expected]\nagreements = 3\n",
        "utf-8",
    )
    about = read_edition_file(tmp_path / "list.md", b"x", VERSIONS)
    assert about.title == {"ja": "一覧", "en": "List"}
    assert about.facts["name"] == "2026-11"
    assert about.facts["file"] == "list.md"
    assert about.expected == {"agreements": 3}


def test_reader_says_what_a_list_is_by_the_keys_of_an_edition_file():
    said = {"title_ja": "一覧", "dated": "2026-04", "sha256": "0", "kind": "csv"}
    about = default_metadata(b"x", "list.md", VERSIONS, {**said, "note": ""})
    assert about.title == {"ja": "一覧", "en": "list"}
    assert {key: about.facts.get(key) for key in (*said, "note")} == {
        **said,
        "sha256": "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881",
        "kind": None,
        "note": None,
    }


@pytest.mark.parametrize("degrees", ["true", '"north"', "nan", "181"])
def test_home_of_a_list_is_in_degrees(tmp_path: Path, degrees: str):
    (tmp_path / "edition.toml").write_text(f"home_latitude = {degrees}\n", "utf-8")
    with pytest.raises(SourceError, match="number of degrees"):
        read_edition_file(tmp_path / "list.md", b"x", VERSIONS)


def test_edition_file_of_another_list_is_left_alone(tmp_path: Path):
    (tmp_path / "edition.toml").write_text(
        'file = "other.md"\ntitle_ja = "他"\n', "utf-8"
    )
    about = read_edition_file(tmp_path / "list.md", b"x", VERSIONS)
    assert about.title == {"ja": "list", "en": "list"}


def test_list_that_changed_after_its_edition_file_is_refused(tmp_path: Path):
    (tmp_path / "edition.toml").write_text(f'sha256 = "{"0" * 64}"\n', "utf-8")
    with pytest.raises(SourceError, match=r"'000000000000…'.*'2d711642b726…'"):
        read_edition_file(tmp_path / "list.md", b"x", VERSIONS)


@pytest.mark.parametrize("told", [b"title = ", b'title = "\xff"'])
def test_edition_file_that_is_no_toml_is_refused(tmp_path: Path, told: bytes):
    (tmp_path / "edition.toml").write_bytes(told)
    with pytest.raises(
        SourceError, match=r"'edition\.toml' beside the list must be TOML"
    ):
        read_edition_file(tmp_path / "list.md", b"x", VERSIONS)


TEN = "| a | b | c |\n" * 10


@pytest.mark.parametrize(
    ("torn", "cells"),
    [
        ("| d | e |\nf |", (" d ", " e ", "f")),
        ("| d | e \n| f |", (" d ", "e", " f ")),
        ("| d | e\nk | f |", (" d ", "e k", " f ")),
        ("| d\nk | e\n | f |", ("d k", "e", " f ")),
        ("| 中国 | 福州\n大学 | f |", (" 中国 ", "福州大学", " f ")),
        ("| d | 理学部\n医学部 | f |", (" d ", "理学部\n医学部", " f ")),
        ("| d | a\nc | f |", (" d ", "a\nc", " f ")),
    ],
)
def test_row_torn_into_lines_is_one_row(torn: str, cells: tuple[str, ...]):
    found = read_markdown(f"{TEN}{torn}\n| g | h | i |\n", "drawn")
    assert found.cells[10:] == (cells, (" g ", " h ", " i "))
    assert found.numbers[10:] == (11, 12 + torn.count("\n"))


def test_short_rows_that_show_no_tear_stay_apart():
    for rows in ("| d |\n| e | f |", "| d | e\n\nf |", "| d | e\nf | g | h |"):
        found = read_markdown(f"{TEN}{rows}\n", "drawn")
        assert found.numbers[10:] == (11, 12 + rows.count("\n\n"))


def test_cell_reads_as_a_page_shows_it():
    found = read_markdown("| a<br>b | **c** | d &amp; e<BR/> |\n", "drawn")
    assert found.cells == ((" a\nb ", " c ", " d & e\n "),)


def test_break_beside_a_joining_word_is_no_break_between_two_names():
    rows = "".join(f"| Perù | Ateneo {i} | Chimica |\n" for i in "ABC")
    torn = "| Perù | Ateneo D | Chimica\ne Musica |\n| Perù | Ateneo E | Musica e\nChimica |\n"
    found = cells(f"| Paese | Ateneo | Corsi |\n|---|---|---|\n{rows}{torn}")
    assert [row[2].strip() for row in list(found.values())[-2:]] == [
        *("Chimica e Musica", "Musica e Chimica"),
    ]


def test_torn_rows_may_be_more_than_whole_ones():
    torn = "".join(f"| Chile | Universidad {i} | Derecho,\nMedicina |\n" for i in "AB")
    found = cells(f"| País | Nombre | Áreas |\n|---|---|---|\n{torn}")
    assert found == {
        1: (" País ", " Nombre ", " Áreas "),
        2: ("---", "---", "---"),
        3: (" Chile ", " Universidad A ", "Derecho, Medicina"),
        5: (" Chile ", " Universidad B ", "Derecho, Medicina"),
    }


def test_short_rows_of_another_table_are_no_parts_of_one():
    table = "No. | Land | Hochschule | Jahr |\n" + "1 | Chile | U | 2 |\n" * 3
    found = cells(f"{table}Netzwerke\n7 | AUF |\n8 | BDU |\n")
    assert list(found.values())[4:] == [
        ("Netzwerke",),
        ("7 ", " AUF "),
        ("8 ", " BDU "),
    ]


def test_link_in_a_cell_shows_its_text():
    assert cells("| [Uni A](https://a.example/x_(y)) | [b] (c) |\n") == {
        1: (" Uni A ", " [b] (c) ")
    }
