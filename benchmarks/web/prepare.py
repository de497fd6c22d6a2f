"""What all pages of the comparison show, made once from one edition.

Writes to a folder: `agreements.parquet`, tidy, one row per agreement, for the pages that
count; `ready.json`, the figures of every choice, for the page that only shows; and
`expected.json`, how many agreements each choice keeps, for the one who measures.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pandas as pd

from dashboard import charts, measures
from dashboard.figures import spec_of
from dashboard.filters import Filters, options
from dashboard.i18n import Translator, load_words
from dashboard.labels import Labels, label_edition
from dashboard.theme import THEMED
from pipeline.model import Edition

ROOT = Path(__file__).resolve().parents[2]
OUTLINES = ROOT / "static" / "world_geo.geojson"
STATIC_URL = "/app/static/world_geo.geojson"


def prepare(edition: Edition, folder: Path) -> dict[str, int]:
    """Write everything into `folder`; give the agreements of each choice.

    A choice is the label of one region; "" is all of them.
    """
    words = load_words("ja")
    labels = label_edition(edition, words)
    (folder / "static").mkdir(parents=True, exist_ok=True)
    shutil.copy(OUTLINES, folder / "static")
    _tidy(edition, labels).to_parquet(folder / "agreements.parquet")
    ready = {"": _page(edition, Filters(), labels, words)}
    for region in options(edition, "regions"):
        chosen = Filters(regions=(region,))
        ready[labels.of("regions", region)] = _page(edition, chosen, labels, words)
    _write(folder / "ready.json", ready)
    expected = {choice: page["n"] for choice, page in ready.items()}
    _write(folder / "expected.json", expected)
    return expected


def _tidy(edition: Edition, labels: Labels) -> pd.DataFrame:
    """What a person would have typed in: labels instead of ids, one row each."""
    agreements = edition.agreements
    named = {"region_id": "regions", "agreement_type_id": "types"}
    columns = {
        column: agreements[column].astype(object).map(labels.tables[kind])
        for column, kind in named.items()
    }
    kept = ("territory_code", "institution_id", "departments_text", "exchange_marked")
    columns |= {column: agreements[column].astype(object) for column in kept}
    frame = pd.DataFrame(columns)
    marked = frame.pop("exchange_marked")
    frame = frame.fillna("").astype("category")
    return frame.assign(exchange_marked=marked.fillna(value=False).astype(bool))


def _page(
    edition: Edition, filters: Filters, labels: Labels, words: Translator
) -> dict[str, Any]:
    chosen = (edition, filters)
    totals = measures.counts(*chosen)
    more = ("agreements", labels, words)
    drawn = (
        charts.territory_map(*chosen, *more, markers=False),
        charts.region_type_bars(*chosen, *more),
    )
    row = totals.table.iloc[0]
    return {
        "n": totals.n,
        "cards": [int(row[name]) for name in ("agreements", "institutions", "marked")],
        "figures": [
            spec_of(chart, words, THEMED, outlines_url=STATIC_URL).to_dict()
            for chart in drawn
        ],
        "regions": [
            [labels.of("regions", region), int(count)]
            for region, count in measures.agreements_by_region(*chosen)
            .table[["region_id", "agreements"]]
            .itertuples(index=False)
        ],
    }


def _write(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
