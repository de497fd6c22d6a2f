"""Made-up agreement lists, whole, as their authors had them before any page was printed.

All names are invented; the territories are real, so that a reader may know them.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

HEADINGS = (
    "地域",
    "国・地域",
    "大学・機関等名",
    "学部等名",
    "協定タイプ",
    "関連部署",
    "交換留学",
)
TERRITORIES = {
    "アジア": ["韓国", "台湾", "タイ", "ベトナム"],
    "ヨーロッパ": ["ドイツ", "フランス", "イタリア"],
    "北米": ["カナダ", "アメリカ合衆国"],
    "オセアニア": ["オーストラリア"],
}
PLACES = [
    "北都",
    "南海",
    "ルミナ",
    "サンタ・ローサ",
    "東雲",
    "オルガ",
    "ミラベル",
    "西湖",
]
INSTITUTIONS = ["大学", "工科大学", "大学校", "国立大学"]
ODD_INSTITUTIONS = ["ハイデンマネジメントセンター", "応用科学院リヨン校", "EURECA"]
UNITS = ["工学部", "理学部", "経済学院", "生命科学研究科", "膜技術センター", ""]
ODD_UNITS = ["ゼータ", "評議員会", "BK21"]
TYPES = ["大学間", "部局間", "その他"]
DEPARTMENTS = [
    "工学部",
    "大学院工学研究科",
    "工学部、大学院工学研究科",
    "都市安全研究センター",
]
MARKS = ["○", ""]

Row = tuple[str, ...]


@dataclass(frozen=True)
class CleanList:
    """Headings from left to right, and rows of one cell per heading; no row twice."""

    headings: tuple[str, ...]
    rows: tuple[Row, ...]


def clean_list(random: Random) -> CleanList:
    """Make one list: its rows by region and territory, as lists are ordered."""
    rows: dict[Row, None] = {}
    regions = random.sample(sorted(TERRITORIES), random.randint(1, len(TERRITORIES)))
    for region in regions:
        known = TERRITORIES[region]
        for territory in random.sample(known, random.randint(1, min(3, len(known)))):
            for _ in range(random.randint(1, 6)):
                rows.setdefault(_row(random, region, territory))
    return CleanList(HEADINGS, tuple(rows))


def _row(random: Random, region: str, territory: str) -> Row:
    name = random.choice(PLACES) + random.choice(INSTITUTIONS)
    return (
        region,
        territory,
        random.choice(ODD_INSTITUTIONS) if random.random() < 0.1 else name,
        random.choice(ODD_UNITS if random.random() < 0.1 else UNITS),
        random.choice(TYPES),
        random.choice(DEPARTMENTS),
        random.choice(MARKS),
    )
