"""The data files: hashes, keys, both languages, codes, and the traps among names."""

from __future__ import annotations

import csv
import itertools
import re
import tomllib
from hashlib import sha256
from pathlib import Path
from string import Formatter

import pycountry
import pytest
from babel import Locale

from pipeline.model import ROLES, Edition
from pipeline.reference import REFERENCE_FOLDER, load_reference
from pipeline.reference.normal_forms import fold_script, loose_key

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "data"
KOBE = DATA / "lists" / "kobe-engineering"

KOSOVO = "XKX"
KEYS = {
    "agreement_types.csv": ("agreement_type_id",),
    "agreement_words.csv": ("word",),
    "columns.csv": ("table", "column"),
    "character_forms.csv": ("character",),
    "column_names.csv": ("heading",),
    "content_words.csv": ("kind", "word"),
    "department_kinds.csv": ("pattern",),
    "departments.csv": ("department_id",),
    "eras.csv": ("era",),
    "finding_texts.csv": ("code",),
    "heading_words.csv": ("folded",),
    "institutions.csv": ("institution_id",),
    "lookalikes.csv": ("character",),
    "marks.csv": ("mark",),
    "month_names.csv": ("folded",),
    "name_patterns.csv": ("role", "place", "pattern"),
    "region_names.csv": ("folded",),
    "regions.csv": ("region_id",),
    "remark_words.csv": ("kind", "word"),
    "repair_rules.csv": ("rule",),
    "roles.csv": ("role",),
    "spellings.csv": ("printed", "territory_code"),
    "territories.csv": ("territory_code",),
    "territory_aliases.csv": ("name",),
    "territory_names.csv": ("folded",),
    "total_words.csv": ("word",),
    "value_forms.csv": ("pattern",),
}
SAYS_ITSELF = {
    "columns.csv",
    "finding_texts.csv",
    "repair_rules.csv",
    "glossary.csv",
}
MISPRINTS = {
    "バジャジャラン大学": ("universitas-padjadjaran-idn", "kana_slip"),
    "フルタミナ大学": ("universitas-pertamina-idn", "kana_slip"),
    "州立イスラム大学スナンアンベルスラバヤ": (
        "uin-sunan-ampel-surabaya-idn",
        "kana_slip",
    ),
    "ミラノピッコカ大学": ("university-of-milano-bicocca-ita", "kana_slip"),
    "カトリカ・テル・ノルテ大学": ("universidad-catolica-del-norte-chl", "kana_slip"),
    "ヴィリニユス・ゲディミナス工科大学": (
        "vilnius-gediminas-technical-university-ltu",
        "kana_slip",
    ),
    "同濟大学": ("tongji-university-chn", "old_form"),
    "浙江大學": ("zhejiang-university-chn", "old_form"),
}


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def table(name: str) -> list[dict[str, str]]:
    return rows(REFERENCE_FOLDER / name)


def test_list_is_the_bytes_its_edition_describes() -> None:
    edition = tomllib.loads((KOBE / "edition.toml").read_text("utf-8"))
    received = (KOBE / edition["file"]).read_bytes()
    assert sha256(received).hexdigest() == edition["sha256"]


def test_edition_says_what_a_whole_reading_gives() -> None:
    edition = tomllib.loads((KOBE / "edition.toml").read_text("utf-8"))
    assert edition["expected"] == {
        "source_rows": 79,
        "agreements": 78,
        "institutions": 70,
        "territories": 23,
    }
    for field in ("title_ja", "title_en", "publisher_ja", "publisher_en", "licence"):
        assert edition[field].strip()


def test_no_checkout_changes_a_list() -> None:
    assert "data/lists/** -text" in (ROOT / ".gitattributes").read_text("utf-8")


def test_every_data_file_is_in_the_dictionary() -> None:
    told = set(
        re.findall(r"^\| `([^`]+)`", (DATA / "README.md").read_text("utf-8"), re.M)
    )
    files = {
        path.relative_to(DATA).as_posix()
        for path in DATA.rglob("*")
        if path.is_file()
        and "__pycache__" not in path.parts
        and path.name != "README.md"
    }
    outside = {name for name in told if name.startswith("../")}
    assert all((DATA / name).is_file() for name in outside)
    assert told - outside == files


@pytest.mark.parametrize("name", sorted(KEYS))
def test_keys_are_filled_and_unique(name: str) -> None:
    keys = [tuple(row[column] for column in KEYS[name]) for row in table(name)]
    assert all(part.strip() for key in keys for part in key)
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("path", sorted(REFERENCE_FOLDER.glob("*.csv")), ids=str)
def test_table_has_one_row_to_a_line_and_a_source(path: Path) -> None:
    text = path.read_text("utf-8")
    assert text.endswith("\n")
    assert "\r" not in text
    assert text.count("\n") == len(rows(path)) + 1
    for row in rows(path):
        if path.name not in {
            *SAYS_ITSELF,
            "character_forms.csv",
            "month_names.csv",
            "region_names.csv",
            "territory_names.csv",
        }:
            assert row["source"].strip(), row


@pytest.mark.parametrize("path", sorted(REFERENCE_FOLDER.glob("*.csv")), ids=str)
def test_every_text_is_there_in_both_languages(path: Path) -> None:
    for row in rows(path):
        for column in row:
            if column.endswith("_ja"):
                other = column.removesuffix("ja") + "en"
                assert row[column].strip(), row
                assert row[other].strip(), row
                assert _placeholders(row[column]) == _placeholders(row[other]), row


def _placeholders(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name}


def test_every_role_has_a_name() -> None:
    named = {row["role"] for row in table("roles.csv")}
    assert {*ROLES, "other", "blank"} <= named
    assert {row["role"] for row in table("column_names.csv")} <= named
    assert {row["role"] for row in table("name_patterns.csv")} <= {*ROLES, "ditto"}


def test_no_unit_is_known_by_the_start_of_its_name() -> None:
    """`mixed_cells` would miss it behind the name of an institution."""
    units = [r for r in table("name_patterns.csv") if r["role"] == "partner_unit"]
    assert {row["place"] for row in units} == {"anywhere", "ending"}


def test_territories_are_those_of_iso_and_kosovo() -> None:
    """That no code is another is proved whenever the tables are loaded."""
    codes = {country.alpha_3 for country in pycountry.countries}
    assert load_reference().territories.keys() == codes | {KOSOVO}


def test_our_tables_hold_no_code_and_no_formal_name_that_pycountry_holds() -> None:
    codes = {country.alpha_2 for country in pycountry.countries}
    assert not codes & {row["code"] for row in table("territory_codes.csv")}
    forms = load_reference().character_forms
    names = (getattr(c, "official_name", "") for c in pycountry.countries)
    formal = {fold_script(name, forms) for name in names}
    english = [r for r in table("territory_names.csv") if r["languages"] == "en"]
    assert not formal & {row["folded"] for row in english}


def test_territory_labels_are_those_of_cldr_unless_decided_by_hand() -> None:
    ja, en = Locale("ja").territories, Locale("en").territories
    alpha2 = {c.alpha_3: c.alpha_2 for c in pycountry.countries} | {KOSOVO: "XK"}
    for row in table("territories.csv"):
        if "by hand" not in row["source"]:
            code = alpha2[row["territory_code"]]
            assert (row["label_ja"], row["label_en"]) == (ja[code], en[code])


@pytest.mark.parametrize(
    ("code", "label_ja", "label_en"),
    [
        ("TWN", "台湾", "Taiwan"),
        ("HKG", "香港", "Hong Kong"),
        ("MAC", "マカオ", "Macao"),
        ("KOR", "韓国", "South Korea"),
        ("USA", "アメリカ合衆国", "United States"),
        ("CHN", "中国", "China"),
        ("CZE", "チェコ", "Czechia"),
        ("VNM", "ベトナム", "Vietnam"),
        ("IRN", "イラン", "Iran"),
    ],
)
def test_territory_labels_are_short_and_never_those_of_iso(
    code: str, label_ja: str, label_en: str
) -> None:
    territory = load_reference().territories[code]
    assert (territory.label_ja, territory.label_en) == (label_ja, label_en)


def test_territory_points_lie_on_the_globe_and_apart() -> None:
    points = {
        (t.latitude, t.longitude): t.territory_code
        for t in load_reference().territories.values()
    }
    assert len(points) == len(table("territories.csv"))
    assert all(-90 <= y <= 90 and -180 <= x <= 180 for y, x in points)


def test_american_and_middle_eastern_territories_fit_the_wider_region() -> None:
    for territory in load_reference().territories.values():
        if territory.region_id in ("north_america", "latin_america"):
            assert "americas" in territory.also_regions
        if territory.region_id == "middle_east":
            assert "asia" in territory.also_regions


@pytest.mark.parametrize("trap", rows(ROOT / "tests" / "territory_names.csv"), ids=str)
def test_territory_name_is_not_mistaken(trap: dict[str, str]) -> None:
    assert load_reference().find_territory(trap["name"]) == trap["territory_code"]


def test_no_name_is_both_a_territory_and_something_else() -> None:
    reference = load_reference()
    others = (reference.region_names, reference.agreement_type_names, reference.marks)
    for other in others:
        assert not reference.territory_names.keys() & other.keys()
    for one, other in itertools.combinations(others, 2):
        for name in one.keys() & other.keys():
            assert (one[name], other[name]) == ("other", "other")


def test_aliases_have_a_known_kind() -> None:
    kinds = {"short", "formal", "historical", "misspelling", "constituent"}
    aliases = table("territory_aliases.csv")
    assert {row["kind"] for row in aliases} == kinds | {"dissolved"}


def test_dissolved_states_are_those_of_iso_3166_3_and_west_germany() -> None:
    gone = {country.alpha_4 for country in pycountry.historic_countries}
    aliases = [r for r in table("territory_aliases.csv") if r["kind"] == "dissolved"]
    known = set()
    for row in aliases:
        if row["source"] != "hand: former name; West Germany until 1990":
            source = r"hand: former name; (\w{4}) of ISO 3166-3"
            code = re.fullmatch(source, row["source"])
            assert code, row
            known.add(code[1])
    assert known == {"SUHH", "YUCS", "CSXX", "CSHH", "DDDE", "ZRCD", "YDYE", "VDVN"}
    assert known <= gone


def test_marks_say_yes_or_no() -> None:
    assert {row["meaning"] for row in table("marks.csv")} == {"yes", "no", "cross"}
    assert not {"1", "0"} & {row["mark"] for row in table("marks.csv")}


def test_institutions_are_the_partners_of_the_list() -> None:
    known = load_reference().institutions
    assert len(known) >= 70
    for institution_id, institution in known.items():
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", institution_id)
        assert institution_id.endswith(f"-{institution.territory_code.lower()}")
        assert institution.name_en
        assert institution.city_en
        assert not institution.ror_id or re.fullmatch(
            r"https://ror\.org/0[a-z0-9]{6}\d\d", institution.ror_id
        )
        assert institution.latitude is not None
        assert institution.longitude is not None


def test_ror_ids_are_unique() -> None:
    ids = [i.ror_id for i in load_reference().institutions.values() if i.ror_id]
    assert len(set(ids)) == len(ids)


def test_each_printed_name_is_found_and_only_misprints_look_like_slips(
    kobe: Edition,
) -> None:
    printed = kobe.institutions[["name_text", "territory_code"]]
    assert len(printed) == 70
    reference = load_reference()
    for name, code in printed.itertuples(index=False):
        found = reference.find_institution(name, code)
        assert found, name
        if name in MISPRINTS:
            assert (found.institution_id, found.how) == MISPRINTS[name]
        else:
            assert (found.how, found.usual) == ("name", name)


@pytest.mark.parametrize("name", sorted(MISPRINTS))
def test_misprint_is_found_by_its_key_and_is_no_alias(name: str) -> None:
    institution_id, how = MISPRINTS[name]
    known = load_reference().institutions[institution_id]
    found = load_reference().find_institution(name, known.territory_code)
    assert found
    assert (found.institution_id, found.how) == (institution_id, how)
    assert name not in (known.name_ja, *known.aliases)
    assert found.usual != name


def test_no_two_institutions_of_a_territory_share_a_key() -> None:
    reference = load_reference()
    forms = reference.character_forms
    seen: dict[tuple[str, str], str] = {}
    for known in reference.institutions.values():
        for name in (known.name_ja, known.name_en, *known.aliases):
            for key in (fold_script(name, forms), loose_key(name, forms)):
                first = seen.setdefault(
                    (known.territory_code, key), known.institution_id
                )
                assert first == known.institution_id, name


def test_character_forms_are_compared_as_a_form_that_stays() -> None:
    forms = {row["character"]: row["form"] for row in table("character_forms.csv")}
    assert {row["kind"] for row in table("character_forms.csv")} == {
        "old",
        "simplified",
        "variant",
        "shared",
    }
    assert all(form not in forms for form in forms.values())
