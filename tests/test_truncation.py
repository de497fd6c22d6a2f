"""Texts that a column cut off at one width."""

from tests.stages import checked_of

HEADING = "| 国・地域 | 大学・機関等名 | 学部等名 |\n"


def asked(names: list[str], units: list[str] | None = None) -> set[str]:
    units = units or [""] * len(names)
    rows = (f"| 韓国 | {n} | {u} |" for n, u in zip(names, units, strict=True))
    findings = checked_of(HEADING + "\n".join(rows)).findings
    cut = findings[findings["code"] == "CUT_AT_WIDTH"]
    printed = cut["source_row"].map(lambda row: [*names, *units][row - 2])
    return set(printed)


WHOLE = [f"{c}{'北' * i}大学" for i in range(1, 4) for c in "甲乙丙丁戊己"]


def test_names_that_all_end_at_one_length_in_mid_word_are_asked():
    cut = ["春夏秋冬東西南", "赤橙黄緑青藍紫", "松竹梅桜桃柳杉", "金銀銅鉄鉛錫鋼"]
    assert asked([*WHOLE, *cut]) == set(cut)


def test_names_of_one_length_that_end_as_others_do_are_whole():
    assert (
        asked([*WHOLE, "春夏秋冬東大学", "赤橙黄緑青大学", "松竹梅桜桃大学"]) == set()
    )


def test_latin_names_that_go_on_end_all_at_the_greatest_width():
    short = [f"{'x' * i} University" for i in range(2, 10)]
    cut = [f"University of {c * 12}" for c in "abcdef"]
    assert asked([*short, *cut]) == set(cut)


def cut_off(*names: str) -> list[int]:
    rows = "\n".join(f"| 韓国 | {name} | |" for name in names)
    findings = checked_of(HEADING + rows).findings
    return findings.loc[findings["code"] == "TRUNCATED_TEXT", "source_row"].tolist()


def test_name_sorted_by_its_place_is_whole():
    whole = ["Alder University", "Birch University", "Cedar University"]
    inverted = [
        "Leeds, University of",
        "Wien, Universität für",
        "Lyon, Univ. de",
        "Netherlands University, The",
        "Oulu, Yliopisto of",
    ]
    assert cut_off(*whole, *inverted) == []
    cut = ["Department of Law, University of", "Elder University and"]
    assert cut_off(*whole, *cut) == [5, 6]


def test_finding_says_how_many_texts_reach_the_width():
    cut = ["春夏秋冬東西南", "赤橙黄緑青藍紫", "松竹梅桜桃柳杉", "金銀銅鉄鉛錫鋼"]
    rows = "\n".join(f"| 韓国 | {n} | |" for n in [*WHOLE, *cut])
    found = checked_of(HEADING + rows).findings
    texts = found.loc[found["code"] == "CUT_AT_WIDTH", "text_en"].tolist()
    assert texts[0].startswith("'春夏秋冬東西南' may be cut off: with it 4 texts")
