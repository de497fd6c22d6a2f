"""Bytes become text: which encoding is found, and what is refused."""

from __future__ import annotations

import pytest

from pipeline.errors import SourceError
from pipeline.read import read_grids
from pipeline.read.encodings import decode

JA = (
    "地域,国・地域,大学・機関等名\nアジア,韓国,漢陽大学校\nヨーロッパ,ドイツ,ボン大学\n"
)
ZH_HANT = "洲別,國家,學校名稱\n美洲,貝里斯,貝里斯大學\n亞洲,泰國,清邁大學\n"
ZH_HANS = "大洲,国家,学校名称\n美洲,巴西,巴西利亚大学\n欧洲,德国,慕尼黑工业大学\n"
KO = "순번,국가,대학명\n1,네덜란드,트벤테 대학교\n2,독일,뮌헨 공과대학교\n"
FR = "Pays,Université,Début\nCorée du Sud,Université nationale,février 2019\n"
DE = "Land,Universität,gültig bis\nÖsterreich,Universität für Bodenkultur,März 2020\n"
ES = "País,Institución,Año\nEspaña,Universidad de A Coruña,2019\n"
PL = "Państwo,Uczelnia,Wydział\nFrancja,Uniwersytet w Nantes,Wydział Łączności\n"
TR = "Ülke,Kurum,Bölüm\nİsviçre,İzmit Üniversitesi,İktisat\nÇekya,İşletme Okulu,İki\n"
RU = "Страна,Университет\nРоссия,Московский государственный университет\n"
TH = "ประเทศ,มหาวิทยาลัย\nญี่ปุ่น,มหาวิทยาลัยโกเบ\nเกาหลี,มหาวิทยาลัยฮันยาง\n"


@pytest.mark.parametrize(
    ("text", "encoding", "found"),
    [
        (JA, "utf-8", "utf-8"),
        (JA, "utf-8-sig", "utf-8-sig"),
        (JA, "cp932", "cp932"),
        (JA, "euc_jp", "euc_jp"),
        (JA, "iso2022_jp", "iso2022_jp_2"),
        (JA, "utf-16", "utf-16"),
        (JA, "utf-16-le", "utf-16-le"),
        (JA, "utf-16-be", "utf-16-be"),
        (JA, "utf-32", "utf-32"),
        (ZH_HANT, "big5", "big5hkscs"),
        (ZH_HANS, "gb18030", "gb18030"),
        (KO, "euc_kr", "cp949"),
        (FR, "latin-1", "cp1252"),
        (DE, "cp1252", "cp1252"),
        (ES, "cp1252", "cp1252"),
        (PL, "cp1250", "cp1250"),
        (PL, "iso8859-2", "iso8859-2"),
        (TR, "cp1254", "cp1254"),
        (RU, "cp1251", "cp1251"),
        (RU, "koi8-r", "koi8-r"),
        (TH, "cp874", "cp874"),
    ],
)
def test_encoding_is_found_and_stated(text: str, encoding: str, found: str):
    assert decode(text.encode(encoding), "list") == (text, found)
    assert read_grids(text.encode(encoding))[0].encoding == found


@pytest.mark.parametrize("sign", ["①", "髙", "㈱", "～", "－"])
def test_signs_of_windows_are_read_in_japanese_text(sign: str):
    text = JA + f"アジア,韓国,{sign}大学\n"
    assert decode(text.encode("cp932"), "list") == (text, "cp932")


@pytest.mark.parametrize(
    "cell",
    [
        "University of Elmwood†",
        "Oak College – Campus North",
        "“Alder” Institute",
        "Université d’Artois",
        "St Mary’s College",
        "Xi’an Oak University",
        "Elm Institute…",
    ],
)
def test_english_with_signs_of_windows_alone_is_windows(cell: str):
    text = f"Country,University\nFrance,{cell}\nPeru,{cell}\n".replace("é", "e")
    assert decode(text.encode("cp1252"), "list.csv") == (text, "cp1252")


@pytest.mark.parametrize(
    ("cell", "encoding"),
    [("Garc\xeda", "mac-roman"), ("大学", "cp932"), ("Институт", "cp866")],
)
def test_letters_of_other_encodings_are_no_signs_of_windows(cell: str, encoding: str):
    text = f"Country,University\nPeru,{cell}\nChile,{cell} {cell}\n"
    assert decode(text.encode(encoding), "list.csv") == (text, encoding)


def test_encoding_a_person_names_is_taken():
    received = "a,é\n".encode("cp1252")
    assert decode(received, "list", "cp1251") == ("a,й\n", "cp1251")
    assert read_grids(received, encoding="cp1251")[0].cells == (("a", "й"),)


def test_wider_form_of_the_encoding_a_person_names_is_taken():
    assert decode("①,髙\n".encode("cp932"), "list", "shift_jis")[0] == "①,髙\n"


def test_mark_is_no_text_under_a_named_encoding():
    assert decode(b"\xef\xbb\xbfa\n", "list", "utf-8") == ("a\n", "utf-8")


def test_encoding_that_does_not_fit_is_refused_with_its_line():
    with pytest.raises(SourceError, match="line 2 holds the byte 0x8d") as refused:
        decode("a\n国,大学\n".encode("cp932")[:4] + b"\x8d,\n", "list", "utf-8")
    assert "文字コード" in refused.value.text_ja


@pytest.mark.parametrize("named", ["klingon", "hex", "rot13", "utf-8\x00", "x" * 99])
def test_encoding_that_does_not_exist_is_refused(named: str):
    with pytest.raises(SourceError, match="must be one such as utf-8"):
        decode(b"a,b\n", "list", named)


def test_page_says_its_encoding():
    page = "<html><meta charset=euc-jp><table><tr><td>国<td>大学</table>"
    grid = read_grids(page.encode("euc_jp"))[0]
    assert (grid.encoding, grid.cells) == ("euc_jp", (("国", "大学"),))


def test_page_that_says_a_wrong_encoding_is_read_in_the_right_one():
    page = f"<html><meta charset=utf-8><table><tr><td>国<td>{JA}</table>"
    assert read_grids(page.encode("cp932"))[0].encoding == "cp932"


def test_text_cut_in_the_middle_of_a_character_breaks_off():
    with pytest.raises(SourceError, match="breaks off in line 3, in the middle"):
        decode(JA.encode()[:-3], "list")


def test_one_byte_that_is_not_utf_8_is_not_guessed_at():
    received = (JA * 50).encode() + b"a,\x81\xff,b\n"
    with pytest.raises(SourceError, match="line 151 of 'list' holds the byte 0x81"):
        decode(received, "list")


@pytest.mark.parametrize(
    "received", [bytes(range(256)) * 40, b"a\x00|\x00||||", b"\x01\x02\x03,\x04\n" * 9]
)
def test_bytes_that_are_no_text_are_refused(received: bytes):
    with pytest.raises(SourceError, match=r"binary or UTF-16|can be recognised"):
        decode(received, "list")
