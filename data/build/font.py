"""Rebuilds assets/fonts/AtlasSans-*.otf, the letters of pictures and of measuring.

By hand, with the Debian packages fonts-noto-cjk and fonts-noto-core installed:
python data/build/font.py /usr/share/fonts

Latin, Greek and Cyrillic come from Noto Sans, for Noto Sans CJK lacks most of Europe;
kana, kanji, hanzi, hangul and their signs from the Japanese face of Noto Sans CJK.
What is left out (hints, kerning, ligatures, vertical forms) keeps the files small and
makes the width of a text the sum of the widths of its characters.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.boundsPen import ControlBoundsPen
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.ttLib import TTCollection, TTFont

OUT = Path(__file__).parents[2] / "assets" / "fonts"
FAMILY = "Atlas Sans"
WEIGHTS = {"Regular": 400, "Bold": 700}
VERSION = "1.0"
EM = 1000
FALLBACK_WIDTH = 1300
"""Of a character that is not in the font: as wide as the widest fallback, an emoji."""

CHARSETS = ("euc_jis_2004", "gb2312", "euc_kr")
"""JIS X 0208 and 0213, GB 2312, KS X 1001."""

BIG5_RARE = b"\xc9\x40"
"""Where the second level of Big5 begins: what is seldom used."""

LATIN = (
    *(range(0x20, 0x530), range(0x1E00, 0x2000), range(0x2000, 0x2010)),
    *(range(0x2012, 0x2014), range(0x2018, 0x2020), range(0x2030, 0x203B)),
    *(range(0x20A0, 0x20C0), range(0x2116, 0x2117), range(0x2122, 0x2123)),
)
"""What Noto Sans draws where it can: alphabets, their punctuation, currencies."""

SIGNS = (
    *(range(0x2000, 0x2070), range(0x2190, 0x2200), range(0x2460, 0x2500)),
    *(range(0x25A0, 0x2600), range(0x3000, 0x3100), range(0x31F0, 0x3400)),
    range(0xFF00, 0xFFF0),
)
NO_INK = (0x200B, 0x200C, 0x200D, 0x200E, 0x200F, *range(0xFE00, 0xFE10))
"""Joiners, marks of direction, variation selectors: no width of their own."""

COPYRIGHT = (
    "Copyright 2014-2021 Adobe (http://www.adobe.com/). "
    "Copyright 2015-2020 Google LLC. Merged and subset for Agreement Atlas."
)


def wanted_characters() -> set[int]:
    """Every code point the font should have, if one of its origins does."""
    wanted = {point for block in (*LATIN, *SIGNS) for point in block}
    for point in range(0x80, 0x30000):
        codes = [encoded(chr(point), charset) for charset in CHARSETS]
        if any(codes) or b"" < encoded(chr(point), "big5") < BIG5_RARE:
            wanted.add(point)
    return wanted


def encoded(character: str, charset: str) -> bytes:
    """The code of a character in a character set; none if it has none."""
    try:
        return character.encode(charset)
    except UnicodeEncodeError:
        return b""


Glyphs = dict[int, tuple[TTFont, str]]


def chosen_glyphs(latin: TTFont, cjk: TTFont, wanted: Iterable[int]) -> Glyphs:
    """For each code point the font and the glyph that draws it; those of none left out."""
    from_latin, from_cjk = latin.getBestCmap(), cjk.getBestCmap()
    alphabet = {point for block in LATIN for point in block}
    chosen = {}
    for point in sorted(wanted):
        if point in alphabet and point in from_latin:
            chosen[point] = (latin, from_latin[point])
        elif point in from_cjk:
            chosen[point] = (cjk, from_cjk[point])
        elif point in from_latin:
            chosen[point] = (latin, from_latin[point])
    return chosen


def build(weight: str, latin: TTFont, cjk: TTFont, wanted: set[int]) -> FontBuilder:
    """One weight of the font."""
    glyph_sets = {id(font): font.getGlyphSet() for font in (latin, cjk)}
    names, drawn, cmap = [".notdef"], {}, {}
    drawn[".notdef"] = (glyph_sets[id(cjk)], ".notdef", FALLBACK_WIDTH)
    for point, (font, glyph) in chosen_glyphs(latin, cjk, wanted).items():
        name = f"{'L' if font is latin else 'C'}.{glyph}"
        if name not in drawn:
            origin = glyph_sets[id(font)]
            drawn[name] = (origin, glyph, origin[glyph].width)
            names.append(name)
        cmap[point] = name
    names.append("empty")
    cmap |= dict.fromkeys(NO_INK, "empty")
    strings = {"empty": T2CharStringPen(0, None).getCharString()}
    metrics = {"empty": (0, 0)}
    for name, (origin, glyph, width) in drawn.items():
        pen, box = T2CharStringPen(width, origin), ControlBoundsPen(origin)
        origin[glyph].draw(pen)
        origin[glyph].draw(box)
        strings[name] = pen.getCharString()
        metrics[name] = (width, round(box.bounds[0]) if box.bounds else 0)
    return assembled(weight, cjk, names, strings, metrics, cmap)


def assembled(
    weight: str,
    cjk: TTFont,
    names: list[str],
    strings: dict[str, object],
    metrics: dict[str, tuple[int, int]],
    cmap: dict[int, str],
) -> FontBuilder:
    """Put the tables of a font around its glyphs."""
    short = {name: f"g{i}" if i else name for i, name in enumerate(names)}
    full = FAMILY if weight == "Regular" else f"{FAMILY} {weight}"
    postscript = f"{FAMILY.replace(' ', '')}-{weight}"
    builder = FontBuilder(EM, isTTF=False)
    builder.setupGlyphOrder(list(short.values()))
    builder.setupCharacterMap({point: short[name] for point, name in cmap.items()})
    builder.setupCFF(
        postscript,
        {"FullName": full, "FamilyName": FAMILY, "Weight": weight},
        {short[name]: string for name, string in strings.items()},
        {},
    )
    builder.setupHorizontalMetrics({short[k]: v for k, v in metrics.items()})
    ascent, descent = cjk["hhea"].ascent, cjk["hhea"].descent
    builder.setupHorizontalHeader(ascent=ascent, descent=descent)
    builder.setupNameTable(
        {
            "copyright": COPYRIGHT,
            "familyName": FAMILY,
            "styleName": weight,
            "uniqueFontIdentifier": f"{VERSION};{postscript}",
            "fullName": full,
            "version": f"Version {VERSION}",
            "psName": postscript,
            "licenseDescription": "SIL Open Font License, Version 1.1",
            "licenseInfoURL": "https://openfontlicense.org",
        },
        mac=False,
    )
    builder.setupOS2(
        usWeightClass=WEIGHTS[weight],
        fsSelection=0x20 if weight == "Bold" else 0x40,
        sTypoAscender=cjk["OS/2"].sTypoAscender,
        sTypoDescender=cjk["OS/2"].sTypoDescender,
        usWinAscent=ascent,
        usWinDescent=-descent,
    )
    builder.setupPost(keepGlyphNames=False)
    builder.font["head"].macStyle = 1 if weight == "Bold" else 0
    builder.font["head"].created = builder.font["head"].modified = 0
    builder.font.recalcTimestamp = False
    return builder


def main(fonts: Path) -> None:
    """Write both weights."""
    OUT.mkdir(parents=True, exist_ok=True)
    wanted = wanted_characters()
    for weight in WEIGHTS:
        latin = TTFont(fonts / f"truetype/noto/NotoSans-{weight}.ttf")
        collection = fonts / f"opentype/noto/NotoSansCJK-{weight}.ttc"
        cjk = TTCollection(collection).fonts[0]
        path = OUT / f"AtlasSans-{weight}.otf"
        build(weight, latin, cjk, wanted).save(path)
        print(f"{path.name}: {path.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
