"""The data package, unpacked: valid, typed, and equal to the edition in every form."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import date

import frictionless
import pyarrow as pa
import pytest
from pyarrow import parquet

from dashboard.exports.package import FILE_FORMATS, make_package
from dashboard.exports.texts import csv_literal
from dashboard.exports.tidy import tidy_tables
from dashboard.filters import Filters
from dashboard.i18n import load_words
from dashboard.labels import label_edition
from dashboard.report import make_report
from pipeline import build_bytes

CHOSEN = (
    Filters(),
    Filters(regions=("europe",), exchange="marked"),
    Filters(departments=("faculty-of-engineering",)),
    Filters(regions=("oceania",), types=("double_degree",)),
)
"""The last one keeps nothing."""

HOSTILE = (
    "=1+1大学",
    "<script>alert(1)</script>大学",
    "*bold*大学",
    "$x$大学",
    ":smile:大学",
    "جامعة大学",
    "@SUM(A1)大学",
)


@pytest.fixture(scope="module")
def hostile():
    """A list whose names and one heading look like something else."""
    file = io.StringIO()
    heading = "国・地域,大学名,協定タイプ,関連部署,=1+1,region_label_ja"
    rows = [
        ("韓国", name, "部局間", "工学部", f"-{name}", "長" * 40_000)
        for name in HOSTILE
    ]
    csv.writer(file).writerows([heading.split(","), *rows])
    return build_bytes(file.getvalue().encode(), "list.csv")


def made(edition, lang="ja", filters=None, **more):
    words, chosen = load_words(lang), filters or Filters()
    labels = label_edition(edition, words)
    report = make_report(edition, chosen, labels, words, **more)
    return make_package(report, edition, chosen, labels, words)


def files_of(content):
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        return {name: parts.read(name) for name in parts.namelist()}


def expected_of(table):
    """The rows of a tidy table, None where nothing is known."""
    frame = table.frame.astype(object)
    frame = frame.where(frame.notna() & (frame != ""), None)
    return [
        dict(zip(frame.columns, row, strict=True)) for row in frame.to_numpy().tolist()
    ]


def csv_of(row):
    """A row as CSV writes it."""
    named = {None: "", True: "true", False: "false"}
    return {
        csv_literal(name): csv_literal(value)
        if isinstance(value, str)
        else named[value]
        if value is None or isinstance(value, bool)
        else str(value)
        for name, value in row.items()
    }


@pytest.mark.parametrize("filters", CHOSEN, ids=str)
def test_every_form_holds_the_tables_of_the_view(kobe, filters):
    files = files_of(made(kobe, filters=filters))
    tables = tidy_tables(kobe, filters)
    assert files.keys() == {
        "README.md",
        "datapackage.json",
        *(f"{form}/{name}.{form}" for form in FILE_FORMATS for name in tables),
    }
    for name, table in tables.items():
        rows = expected_of(table)
        assert json.loads(files[f"json/{name}.json"]) == rows
        read = parquet.read_table(io.BytesIO(files[f"parquet/{name}.parquet"]))
        assert read.to_pylist() == rows
        text = files[f"csv/{name}.csv"]
        assert text.startswith(b"\xef\xbb\xbf")
        written = csv.DictReader(io.StringIO(text.decode("utf-8-sig"), newline=""))
        assert list(written) == [csv_of(row) for row in rows]


@pytest.mark.parametrize("filters", CHOSEN, ids=str)
@pytest.mark.parametrize("lang", ["ja", "en"])
def test_package_is_valid_by_its_own_descriptor(kobe, lang, filters, tmp_path):
    content = made(kobe, lang, filters)
    zipfile.ZipFile(io.BytesIO(content)).extractall(tmp_path)
    found = frictionless.Package(str(tmp_path / "datapackage.json")).validate()
    assert found.flatten(["rowNumber", "fieldNumber", "type", "note"]) == []


def test_names_that_look_like_something_else_stay_as_they_are(hostile, tmp_path):
    files = files_of(made(hostile))
    rows = json.loads(files["json/agreements.json"])
    assert [row["institution_text"] for row in rows] == list(HOSTILE)
    assert [row["=1+1"] for row in rows] == [f"-{name}" for name in HOSTILE]
    assert {row["region_label_ja (2)"] for row in rows} == {"長" * 40_000}
    csv.field_size_limit(100_000)
    text = files["csv/agreements.csv"].decode("utf-8-sig")
    acting = ("=", "+", "-", "@", "\t", "\r")
    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    assert [cell for cell in cells if cell.startswith(acting)] == []
    assert {"'=1+1", "'=1+1大学", "'@SUM(A1)大学", "'-=1+1大学"} <= set(cells)
    zipfile.ZipFile(io.BytesIO(made(hostile))).extractall(tmp_path)
    found = frictionless.Package(str(tmp_path / "datapackage.json")).validate()
    assert found.flatten(["rowNumber", "fieldNumber", "type", "note"]) == []


def test_parquet_columns_are_typed_and_described(kobe, hostile):
    def schema(edition):
        content = files_of(made(edition))["parquet/agreements.parquet"]
        return parquet.read_schema(io.BytesIO(content))

    few = pa.dictionary(pa.int32(), pa.string())
    agreements = schema(kobe)
    types = {
        "agreement_id": pa.string(),
        "source_row": pa.int64(),
        "region_id": few,
        "exchange_marked": pa.bool_(),
        "findings": pa.int64(),
    }
    assert {name: agreements.field(name).type for name in types} == types
    assert agreements.field("region_id").metadata[b"title_en"] == b"Region ID"
    content = files_of(made(hostile))["parquet/agreements.parquet"]
    marks = parquet.read_table(io.BytesIO(content))["exchange_marked"]
    assert marks.null_count == len(marks)


def test_descriptor_states_what_the_package_is(kobe):
    chosen = Filters(regions=("europe",))
    link = "http://127.0.0.1/?region=europe"
    files = files_of(made(kobe, "en", chosen, link=link))
    told = json.loads(files["datapackage.json"])
    names = ("title", "version", "sha256", "n", "licence", "homepage")
    assert [told[name] for name in names] == [
        kobe.title["en"],
        "2026-11",
        kobe.about["sha256"],
        23,
        "unknown, ask",
        link,
    ]
    assert "licenses" not in told
    assert told["filters"]["regions"] == ["europe"]
    agreements = told["resources"][0]["schema"]
    assert agreements["primaryKey"] == ["agreement_id"]
    assert [r["reference"] for r in agreements["foreignKeys"]] == [
        {"resource": "regions", "fields": ["region_id"]},
        {"resource": "territories", "fields": ["territory_code"]},
        {"resource": "institutions", "fields": ["institution_id"]},
        {"resource": "agreement_types", "fields": ["agreement_type_id"]},
    ]
    for resource in told["resources"]:
        for field in resource["schema"]["fields"]:
            assert all(field[f"description_{lang}"] for lang in ("ja", "en"))


def test_readme_speaks_both_languages(kobe):
    day = date(2026, 11, 25)
    link = "http://127.0.0.1/?region=europe"
    chosen = Filters(regions=("europe",))
    files = files_of(made(kobe, "ja", chosen, link=link, created_on=day))
    readme = files["README.md"].decode("utf-8")
    for said in (
        *(
            "n=23",
            "絞り込み：ヨーロッパ",
            "Filters: Europe",
            kobe.about["sha256"],
            link,
        ),
        *("2026年11月25日", load_words("ja")("about.licence_unknown")),
        *(load_words(lang)(f"about.rule_{i}") for lang in ("ja", "en") for i in (1, 7)),
        *(load_words(lang)("package.file_csv") for lang in ("ja", "en")),
    ):
        assert said in readme


def test_same_view_gives_the_same_bytes(kobe):
    assert made(kobe) == made(kobe)
    steps: list[float] = []
    words = load_words("en")
    labels = label_edition(kobe, words)
    report = make_report(kobe, Filters(), labels, words)
    make_package(report, kobe, Filters(), labels, words, steps.append)
    assert (steps == sorted(steps), steps[-1]) == (True, 1.0)
