"""Look-ups of reference data: what is found, what is not, and what a broken table says."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pipeline.errors import ReferenceDataError
from pipeline.reference import REFERENCE_FOLDER, Reference, load_reference
from pipeline.reference.normal_forms import fold
from pipeline.reference.patterns import STRONG, needs_case


@pytest.fixture(scope="module")
def reference() -> Reference:
    return load_reference()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(REFERENCE_FOLDER, tmp_path / "reference"))


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def test_institution_is_found_only_in_its_territory(reference: Reference) -> None:
    found = reference.find_institution("東北大学", "CHN")
    assert found
    assert found.institution_id == "northeastern-university-chn"
    assert reference.find_institution("東北大学", "JPN") is None
    assert reference.find_institution("東北大学", "") is None
    assert reference.territories_of_institution("東北大学") == ("CHN",)


def test_one_name_in_two_territories_is_two_institutions(reference: Reference) -> None:
    taiwan = reference.find_institution("清華大学", "TWN")
    china = reference.find_institution("清華大学", "CHN")
    assert taiwan
    assert china
    assert taiwan.institution_id != china.institution_id
    assert reference.territories_of_institution("清華大学") == ("CHN", "TWN")


@pytest.mark.parametrize(
    ("name", "code", "institution_id"),
    [
        ("シャクアラ大学", "IDN", "universitas-syiah-kuala-idn"),
        ("リンシェーピン大学", "SWE", "linkoping-university-swe"),
        ("Linkoping University", "SWE", "linkoping-university-swe"),
        ("TU Darmstadt", "DEU", "technical-university-of-darmstadt-deu"),
        ("한양대학교", "KOR", "hanyang-university-kor"),
    ],
)
def test_another_usual_name_is_no_slip(
    name: str, code: str, institution_id: str, reference: Reference
) -> None:
    found = reference.find_institution(name, code)
    assert found
    assert (found.institution_id, found.how) == (institution_id, "name")


@pytest.mark.parametrize("name", ["ナルニア大学", "Narnia University", "", " ", "大学"])
def test_unknown_institution_is_not_guessed(name: str, reference: Reference) -> None:
    assert reference.find_institution(name, "DEU") is None
    assert reference.territories_of_institution(name) == ()


def test_region_may_carry_its_number_of_entries(reference: Reference) -> None:
    assert reference.find_region("アジア州(6)") == "asia"
    assert reference.find_region("Europe") == "europe"
    assert reference.find_region("美洲") == "americas"
    assert reference.find_region("日本") == ""


@pytest.mark.parametrize(
    ("text", "type_id"),
    [
        ("大学間", "inter_university"),
        ("University-wide", "inter_university"),
        ("部局間", "inter_faculty"),
        ("ダブル・ディグリープログラム", "double_degree"),
        ("その他", "other"),
        ("MOU", "other"),
        ("Hochschulvereinbarung", "inter_university"),
        ("Межвузовский", "inter_university"),
        ("Umowa wydziałowa", "inter_faculty"),
        ("Cấp khoa", "inter_faculty"),
        ("Dvojni diplom", "double_degree"),
        ("Двойной диплом", "double_degree"),
        ("Acordo Geral", "other"),
        ("مذكرة تفاهم", "other"),
        ("MoU/MoA", "other"),
        ("Nota Kesepahaman", "other"),
        ("工学部", ""),
        ("Wydział Prawa", ""),
        ("Network", ""),
    ],
)
def test_agreement_type_is_known_by_its_usual_names(
    text: str, type_id: str, reference: Reference
) -> None:
    assert reference.find_agreement_type(text) == type_id


@pytest.mark.parametrize(
    ("printed", "code"),
    [
        ("Yougoslavie", "SRB"),
        ("Сербия и Черногория", "SRB"),
        ("Tschechoslowakei", "CZE"),
        ("Uni Soviet", "RUS"),
        ("東ドイツ", "DEU"),
        ("Zaïre", "COD"),
    ],
)
def test_state_that_is_no_more_is_known_as_such(
    printed: str, code: str, reference: Reference
) -> None:
    assert reference.find_territory(printed) == code
    assert reference.is_dissolved(printed)


@pytest.mark.parametrize(
    ("printed", "code"),
    [
        ("CzechRepublic", "CZE"),
        ("Sultanate of Oman", "OMN"),
        ("Islamic Republic of Pakistan", "PAK"),
        ("Mỹ", "USA"),
        ("Ý", "ITA"),
        ("Nga", "RUS"),
        ("США", "USA"),
        ("Úc", "AUS"),
        ("UC", ""),  # its accent is half of a short name
        ("NGA", ""),  # a code of Nigeria
        ("その他", ""),
        ("Other", ""),
    ],
)
def test_territory_is_known_by_its_usual_names(
    printed: str, code: str, reference: Reference
) -> None:
    assert reference.find_territory(printed) == code
    assert not reference.is_dissolved(printed)


@pytest.mark.parametrize(
    ("mark", "meaning"),
    [
        *((mark, "yes") for mark in "○◯〇●◎✓✔レ有可"),
        *((mark, "no") for mark in ["－", "―", "ー", "-", "–", "×", "✕", "✗", "無"]),
        *((mark, "") for mark in ["1", "0", "", "?", "△"]),
    ],
)
def test_mark_says_yes_or_no_or_is_unknown(
    mark: str, meaning: str, reference: Reference
) -> None:
    assert reference.marks.get(fold(mark), "") == meaning


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("国・地域", "territory"),
        ("国名 / Country", "territory"),
        ("国\n(Country)", "territory"),
        ("地域・国名", "region_territory"),
        ("地域", "region"),
        ("大学・機関等名", "institution"),
        ("學校名稱", "institution"),
        ("Nombre Universidad", "institution"),
        ("学部等名", "partner_unit"),
        ("協定タイプ", "agreement_type"),
        ("関連部署", "departments"),
        ("交換留学", "exchange"),
        ("언어권", "region"),
        ("締結年月日", "signed_on"),
        ("お知らせ", ""),
        ("", ""),
    ],
)
def test_heading_has_a_role(heading: str, role: str, reference: Reference) -> None:
    assert reference.heading_role(heading) == role


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("工学部", "faculty"),
        ("大学院工学研究科", "graduate_school"),
        ("先端膜工学研究センター", "research_centre"),
        ("国際部", "other"),
    ],
)
def test_department_has_a_kind(name: str, kind: str, reference: Reference) -> None:
    assert reference.department_kind(name) == kind


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("漢陽大学校", "institution"),
        ("Universität Ulm", "institution"),
        ("Politechnika Warszawska", "institution"),
        ("한양대학교", "institution"),
        ("理工学部", "partner_unit"),
        ("工程學院", "partner_unit"),
        ("Faculty of Law", "partner_unit"),
        ("大学院工学研究科", "departments"),
    ],
)
def test_name_looks_like_its_role(text: str, role: str, reference: Reference) -> None:
    assert reference.looks_like(text, role) == STRONG


def test_graduate_school_does_not_look_like_a_university(reference: Reference) -> None:
    assert reference.looks_like("大学院工学研究科", "institution") == 0


@pytest.mark.parametrize(
    ("table", "old", "new", "message"),
    [
        ("marks.csv", "mark,meaning", "mark,means", "must have the column 'meaning'"),
        ("marks.csv", "◯,yes", "○,yes", "lines 2 and 3 both have '○'"),
        ("marks.csv", "◯,yes", ",yes", "line 3 has none"),
        ("marks.csv", "●,yes,hand", "●,yes", "line 7 has 2"),
        ("regions.csv", "アジア州", "ヨーロッパ", "means both 'asia' and 'europe'"),
        ("regions.csv", "Asia,1,", "Asia,one,", "'order' of 'regions.csv' must hold a"),
        (
            "territories.csv",
            "Andorra,europe",
            "Andorra,eurpe",
            "'eurpe' of 'AND' is not",
        ),
        (
            "territories.csv",
            "\nAND,",
            "\nXAN,",
            "as 'user_assigned', but 'XAN' does neither",
        ),
        (
            "territory_codes.csv",
            "XKX,XKX,user_assigned",
            "XKX,XKX,erasmus",
            "but 'XKX' does neither",
        ),
        ("territory_codes.csv", "\nH,HUN", "\nDE,HUN", "'DE' means 'HUN' there"),
        (
            "institutions.csv",
            "Andalas University,IDN",
            "Andalas University,XXX",
            "'XXX'",
        ),
        ("institutions.csv", "Pertamina,IDN", "Gadjah Mada,IDN", "must differ in name"),
        (
            "territory_aliases.csv",
            "タイ王国,THA",
            "タイ王国,XXX",
            "'XXX' of 'タイ王国'",
        ),
        ("name_patterns.csv", ",strong,", ",firm,", "must be 'strong' or 'weak'"),
        ("department_kinds.csv", "研究科|", "(研究科|", "must be a regular expression"),
        (
            "spellings.csv",
            "source\n",
            "source\nナル大学,ナルニア大学,DEU,kana_slip,none\n",
            "'ナルニア大学' (DEU) is not",
        ),
    ],
)
def test_broken_table_is_refused_with_its_place(
    table: str, old: str, new: str, message: str, folder: Path
) -> None:
    replace(folder / table, old, new)
    with pytest.raises(ReferenceDataError) as raised:
        load_reference(folder)
    assert message in str(raised.value)


def test_missing_table_is_refused_by_name(folder: Path) -> None:
    (folder / "marks.csv").unlink()
    with pytest.raises(ReferenceDataError, match=r"'marks\.csv' can't be read"):
        load_reference(folder)


def test_recorded_spelling_leads_to_its_institution(folder: Path) -> None:
    with (folder / "spellings.csv").open("a", encoding="utf-8") as file:
        file.write("キエル大学,キール大学,DEU,kana_slip,test\n")
    found = load_reference(folder).find_institution("キエル大学", "DEU")
    assert found
    assert (found.how, found.usual) == ("kana_slip", "キール大学")


def test_two_institutions_with_one_loose_key_are_not_told_apart(folder: Path) -> None:
    assert load_reference().find_institution("きーる大学", "DEU")
    with (folder / "institutions.csv").open("a", encoding="utf-8") as file:
        file.write("gale-university-deu,ギール大学,Gale University,DEU,,,,,,,,test\n")
    reference = load_reference(folder)
    assert reference.find_institution("きーる大学", "DEU") is None
    found = reference.find_institution("ギール大学", "DEU")
    assert found
    assert found.institution_id == "gale-university-deu"


@pytest.mark.parametrize(
    ("alternative", "cased"),
    [
        (r"\bUniversi[td]\w*", True),
        (r"\w*hochschule\b", True),
        (r"\b[EÉ]cole\b", True),
        (r"大学(?!院)", False),
        (r"\bA?大学", False),
        (r"[学A]部", False),
        (r"学部$", False),
    ],
)
def test_pattern_needs_case_only_if_it_begins_with_such_letters(
    alternative: str, cased: bool
) -> None:
    assert needs_case(alternative) == cased


WORDS_OF_NAMES = {
    "institution": """Universitas Laut Biru | Universiti Bukit | Trường Đại học Sông Xanh | Học viện Núi Cao
        | Univerzita Horní | Uniwersytet Górski | Dağ Üniversitesi | Πανεπιστήμιο Βουνού | Институт гор
        | Горный университет | Гірський університет | جامعة الجبل | دانشگاه کوه | אוניברסיטת ההר
        | पर्वत विश्वविद्यालय | มหาวิทยาลัยภูเขา | Sveučilište u Gori | Kalnų universitetas | Mäen korkeakoulu
        | Уулын их сургууль | Höga lärosätet | Hegyi Főiskola | Sekolah Tinggi Gunung | Académie des Monts""",
    "partner_unit": """Fakultas Hukum | Khoa Luật | Hukuk Fakültesi | Právnická fakulta | Wydział Prawa
        | Юридический факультет | كلية الحقوق | คณะนิติศาสตร์ | विधि संकाय | Oikeustieteellinen tiedekunta
        | Νομική Σχολή | דיקן הפקולטה | Facultatea de Drept | Jurusan Kimia | Tarih Bölümü""",
}


@pytest.mark.parametrize(("role", "drawn"), WORDS_OF_NAMES.items())
def test_name_is_known_by_its_words(
    role: str, drawn: str, reference: Reference
) -> None:
    names = [name.strip() for name in drawn.replace("\n", " ").split(" | ")]
    strengths = {name: reference.looks_like(name, role) for name in names}
    assert strengths == dict.fromkeys(names, STRONG)


@pytest.mark.parametrize("text", ["Academic & Cultural", "Academic", "Académico"])
def test_an_adjective_is_no_institution(text: str, reference: Reference) -> None:
    assert reference.looks_like(text, "institution") == 0
