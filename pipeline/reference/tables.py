"""Reads the tables of data/reference into frozen records, one for each row.

Promises records whose numbers are numbers; `lookups` and `territories` check that the
tables agree with each other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.reference.files import TableRow, parse_number, read_table, split_values
from pipeline.reference.normal_forms import EAST_ASIAN


@dataclass(frozen=True)
class Region:
    """A part of the world under which lists file territories."""

    region_id: str
    label_ja: str
    label_en: str
    aliases: tuple[str, ...]


@dataclass(frozen=True)
class Territory:
    """A country or territory with a code of its own (ISO 3166-1 alpha-3).

    `also_regions`: other regions in which a list may well file it. Latitude and
    longitude are a point inside its largest part, in degrees.
    """

    territory_code: str
    label_ja: str
    label_en: str
    region_id: str
    also_regions: tuple[str, ...]
    latitude: float
    longitude: float


@dataclass(frozen=True)
class AgreementType:
    """A kind of agreement."""

    agreement_type_id: str
    label_ja: str
    label_en: str
    aliases: tuple[str, ...]


@dataclass(frozen=True)
class Institution:
    """A partner we know. Latitude and longitude are of the city, None where unknown."""

    institution_id: str
    name_ja: str
    name_en: str
    territory_code: str
    city_ja: str
    city_en: str
    latitude: float | None
    longitude: float | None
    ror_id: str
    aliases: tuple[str, ...]


@dataclass(frozen=True)
class Department:
    """A faculty, school or centre that may stand on our side of an agreement.

    `home_unit` is the same for a faculty and its graduate school; "" where it is a unit
    by itself.
    """

    department_id: str
    label_ja: str
    label_en: str
    kind: str
    aliases: tuple[str, ...]
    home_unit: str = ""


@dataclass(frozen=True)
class Role:
    """The label of a role of columns."""

    role: str
    label_ja: str
    label_en: str


@dataclass(frozen=True)
class ColumnReason:
    """The texts of one reason for the role of a column."""

    why: str
    text_ja: str
    text_en: str


@dataclass(frozen=True)
class FindingText:
    """The texts of one kind of finding; `check` fills in the `{values}`."""

    code: str
    severity: str
    label_ja: str
    label_en: str
    template_ja: str
    template_en: str


@dataclass(frozen=True)
class RepairRule:
    """The texts of one repair rule."""

    rule: str
    label_ja: str
    label_en: str
    text_ja: str
    text_en: str


def read_regions(folder: Path) -> Iterator[Region]:
    """Read the regions, in their order."""
    name = "regions.csv"
    columns = ("region_id", "label_ja", "label_en", "order", "aliases")
    for row in _in_order(read_table(folder / name, columns, "region_id"), name):
        yield Region(
            row["region_id"],
            row["label_ja"],
            row["label_en"],
            split_values(row["aliases"]),
        )


def read_agreement_types(folder: Path) -> Iterator[AgreementType]:
    """Read the agreement types, in their order."""
    name = "agreement_types.csv"
    columns = ("agreement_type_id", "label_ja", "label_en", "order", "aliases")
    for row in _in_order(read_table(folder / name, columns, columns[0]), name):
        yield AgreementType(
            row["agreement_type_id"],
            row["label_ja"],
            row["label_en"],
            split_values(row["aliases"]),
        )


def _in_order(rows: Iterable[TableRow], name: str) -> list[TableRow]:
    return sorted(rows, key=lambda row: parse_number(row, "order", name))


def read_territories(folder: Path) -> Iterator[Territory]:
    """Read the territories."""
    name = "territories.csv"
    names = ("territory_code", "label_ja", "label_en")
    geography = ("region_id", "also_regions", "latitude", "longitude")
    for row in read_table(folder / name, (*names, *geography), "territory_code"):
        yield Territory(
            row["territory_code"],
            row["label_ja"],
            row["label_en"],
            row["region_id"],
            split_values(row["also_regions"]),
            parse_number(row, "latitude", name),
            parse_number(row, "longitude", name),
        )


def read_institutions(folder: Path) -> Iterator[Institution]:
    """Read the institutions we know."""
    name = "institutions.csv"
    names = ("institution_id", "name_ja", "name_en", "ror_id", "aliases")
    geography = ("territory_code", "city_ja", "city_en", "latitude", "longitude")
    for row in read_table(folder / name, (*names, *geography), "institution_id"):
        has_coordinates = bool(row["latitude"] or row["longitude"])
        yield Institution(
            row["institution_id"],
            row["name_ja"],
            row["name_en"],
            row["territory_code"],
            row["city_ja"],
            row["city_en"],
            parse_number(row, "latitude", name) if has_coordinates else None,
            parse_number(row, "longitude", name) if has_coordinates else None,
            row["ror_id"],
            split_values(row["aliases"]),
        )


def read_departments(folder: Path) -> Iterator[Department]:
    """Read the departments we know."""
    columns = ("department_id", "label_ja", "label_en", "kind", "aliases", "home_unit")
    for row in read_table(folder / "departments.csv", columns, "department_id"):
        names = (row["department_id"], row["label_ja"], row["label_en"], row["kind"])
        yield Department(*names, split_values(row["aliases"]), row["home_unit"])


def read_roles(folder: Path) -> Iterator[Role]:
    """Read the labels of the roles."""
    columns = ("role", "label_ja", "label_en")
    for row in read_table(folder / "roles.csv", columns, "role"):
        yield Role(**{column: row[column] for column in columns})


def read_column_reasons(folder: Path) -> Iterator[ColumnReason]:
    """Read the reasons for the roles of columns."""
    columns = ("why", "text_ja", "text_en")
    for row in read_table(folder / "column_reasons.csv", columns, "why"):
        yield ColumnReason(**{column: row[column] for column in columns})


def read_finding_texts(folder: Path) -> Iterator[FindingText]:
    """Read the texts of the findings."""
    columns = ("code", "severity", "label_ja", "label_en", "template_ja", "template_en")
    for row in read_table(folder / "finding_texts.csv", columns, "code"):
        yield FindingText(**{column: row[column] for column in columns})


def read_repair_rules(folder: Path) -> Iterator[RepairRule]:
    """Read the texts of the repair rules."""
    columns = ("rule", "label_ja", "label_en", "text_ja", "text_en")
    for row in read_table(folder / "repair_rules.csv", columns, "rule"):
        yield RepairRule(**{column: row[column] for column in columns})


def read_agreement_words(folder: Path) -> re.Pattern[str]:
    """Read the words for agreements; others may end a word of their language."""
    rows = read_table(folder / "agreement_words.csv", ("word", "language"), "word")
    words = (re.escape(row["word"]) for row in rows)
    parts = (w if EAST_ASIAN.match(w) else rf"\b{w}" for w in words)
    return re.compile("|".join(parts), re.IGNORECASE)
