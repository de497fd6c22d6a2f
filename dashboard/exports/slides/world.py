"""The map as native vector shapes: a group for each territory, markers on top.

Every territory can be recoloured by a click. Colours and marker positions are those of
the map on screen. Boundaries are a drawing, not a statement.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd

from dashboard.charts import WorldMap
from dashboard.exports.slides.key import (
    KEY_GAP,
    add_key,
    any_marked,
    key_height,
    marker_look,
    preset_shape,
)
from dashboard.exports.slides.slide import Page
from dashboard.exports.slides.text import (
    EMU_PER_POINT,
    NAMESPACES,
    SlideBox,
    solid_fill,
    transform,
    xml,
)
from dashboard.exports.world import Points, Ring, centers, extent, located, outlines
from dashboard.figures.color_scale import color_axis, scaled
from dashboard.figures.marker_layout import spread_markers
from dashboard.i18n import Translator
from dashboard.map_window import MapWindow, marker_step
from dashboard.outlines import is_small
from dashboard.theme import Palette
from pipeline.reference import load_reference

GRAIN = 635
"""EMU; the unit of coordinates of an outline, a twentieth of a point."""

SMALL_TERRITORY_SIZE = 8.0


class MapProjection:
    """The projection of the map onto a slide: from map coordinates to points."""

    def __init__(self, body: SlideBox, key: float, window: MapWindow | None) -> None:
        self.window = window
        left, top, right, bottom = extent(window)
        self.scale = min(
            body.width / (right - left), (body.height - key) / (bottom - top)
        )
        width, tall = (right - left) * self.scale, (bottom - top) * self.scale
        self.box = SlideBox(body.left + (body.width - width) / 2, body.top, width, tall)
        self._origin = np.array([left, top])
        self._corner = np.array([self.box.left, self.box.top])

    def points(self, coordinates: Points) -> Points:
        """Convert map coordinates to points of the slide."""
        points: Points = (coordinates - self._origin) * self.scale + self._corner
        return points


def add_map(
    page: Page,
    drawing: WorldMap,
    body: SlideBox,
    alt: str,
    words: Translator,
    palette: Palette,
) -> None:
    """Draw the map, its markers and its legend."""
    key = key_height(drawing, body.width, words, palette)
    sheet = MapProjection(body, key, drawing.window)
    colors = territory_colors(drawing.counts, words, palette)
    number = page.next_id()
    inner = "".join(_land(page, sheet, drawing, colors, words, palette))
    inner += _squares(page, sheet, drawing, colors, palette)
    inner += _markers(page, sheet, drawing, palette)
    page.add(group_shape(number, words("map.title"), inner, sheet.box, alt))
    below = SlideBox(body.left, body.bottom - key + KEY_GAP, body.width, key - KEY_GAP)
    add_key(page, drawing, below, words, palette)


def territory_colors(
    counts: Mapping[str, int], words: Translator, palette: Palette
) -> dict[str, str]:
    """Return the colour of the ramp for each territory that has a count."""
    shown = {code: n for code, n in counts.items() if n > 0}
    if not shown:
        return {}
    values = pd.Series(shown)
    axis: Mapping[str, Any] = color_axis(values, words, palette)
    low, high = float(axis["cmin"]), float(axis["cmax"])
    last = len(palette.ramp) - 1
    shares = [(z - low) / max(high - low, 1e-9) for z in scaled(values)]
    steps = [round(min(max(share, 0), 1) * last) for share in shares]
    return {code: palette.ramp[at] for code, at in zip(shown, steps, strict=True)}


def group_shape(
    number: int, name: str, inner: str, box: SlideBox, alt: str = ""
) -> str:
    """Return a group of shapes as XML, in the coordinates of the slide."""
    x, y, width, height = box.emu()
    described = f' descr="{xml(alt)}"' if alt else ""
    return (
        f'<p:grpSp {NAMESPACES}><p:nvGrpSpPr><p:cNvPr id="{number}" '
        f'name="{xml(name)}"{described}/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr>'
        f'<p:grpSpPr><a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{width}" '
        f'cy="{height}"/><a:chOff x="{x}" y="{y}"/><a:chExt cx="{width}" '
        f'cy="{height}"/></a:xfrm></p:grpSpPr>{inner}</p:grpSp>'
    )


def _land(
    page: Page,
    sheet: MapProjection,
    drawing: WorldMap,
    colors: Mapping[str, str],
    words: Translator,
    palette: Palette,
) -> Iterator[str]:
    """Yield every territory as XML, those without a count first, below the others."""
    territories = load_reference().territories
    for code, rings in sorted(
        outlines(sheet.window).items(), key=lambda item: item[0] in colors
    ):
        name = code
        if code in territories:
            name = (
                territories[code].label_ja
                if words.lang == "ja"
                else territories[code].label_en
            )
        name = drawing.names.get(code, name)
        alt = ""
        if code in colors:
            alt = f"{name} {words.number(drawing.counts[code])}"
        number, inside = page.next_id(), page.next_id()
        shape, box = territory_shape(
            inside, name, rings, sheet, colors.get(code, palette.land)
        )
        yield group_shape(number, name, shape, box, alt)


def territory_shape(
    number: int, name: str, rings: tuple[Ring, ...], sheet: MapProjection, color: str
) -> tuple[str, SlideBox]:
    """Return a territory as a single shape of all its parts, as XML, and its box."""
    drawn = [
        np.rint(sheet.points(ring) * EMU_PER_POINT / GRAIN).astype(int)
        for ring in rings
    ]
    every = np.concatenate(drawn)
    low, high = every.min(axis=0), every.max(axis=0)
    width, height = np.maximum(high - low, 1).tolist()
    paths = []
    for ring in drawn:
        (x, y), *rest = (ring - low).tolist()
        lines = "".join(f'<a:lnTo><a:pt x="{a}" y="{b}"/></a:lnTo>' for a, b in rest)
        paths.append(f'<a:moveTo><a:pt x="{x}" y="{y}"/></a:moveTo>{lines}<a:close/>')
    unit = GRAIN / EMU_PER_POINT
    box = SlideBox(int(low[0]) * unit, int(low[1]) * unit, width * unit, height * unit)
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="{xml(name)}"/><p:cNvSpPr/>'
        f"<p:nvPr/></p:nvSpPr><p:spPr>{transform(box)}<a:custGeom><a:avLst/><a:gdLst/>"
        '<a:ahLst/><a:cxnLst/><a:rect l="0" t="0" r="r" b="b"/><a:pathLst>'
        f'<a:path w="{width}" h="{height}">{"".join(paths)}</a:path></a:pathLst>'
        f'</a:custGeom>{solid_fill(color)}<a:ln w="4763">{solid_fill("paper")}</a:ln>'
        "</p:spPr></p:sp>"
    ), box


def _squares(
    page: Page,
    sheet: MapProjection,
    drawing: WorldMap,
    colors: Mapping[str, str],
    palette: Palette,
) -> str:
    """Return squares for territories too small to see or without an outline, as XML."""
    points = centers(sheet.window)
    shown = [code for code in colors if code in points and is_small(code)]
    if not shown:
        return ""
    middles = sheet.points(np.array([points[code] for code in shown]))
    return "".join(
        preset_shape(
            page.next_id(),
            drawing.names[code],
            "rect",
            _around(middle, SMALL_TERRITORY_SIZE),
            (colors[code], palette.ink, 0.75),
        )
        for code, middle in zip(shown, middles, strict=True)
    )


def _around(center: Points, size: float) -> SlideBox:
    x, y = center.tolist()
    return SlideBox(x - size / 2, y - size / 2, size, size)


def _markers(
    page: Page, sheet: MapProjection, drawing: WorldMap, palette: Palette
) -> str:
    """Return a marker for each institution at its city, larger with more agreements."""
    if drawing.markers.empty:
        return ""
    shown = spread_markers(drawing.markers, marker_step(sheet.window))
    full = shown["marked"].gt(0) | (not any_marked(drawing))
    middles = sheet.points(
        located(
            shown["marker_longitude"].to_numpy(float),
            shown["marker_latitude"].to_numpy(float),
            sheet.window,
        )
    )
    sizes = 4.0 + 2.0 * np.sqrt(shown["agreements"].to_numpy(float))
    return "".join(
        preset_shape(
            page.next_id(),
            name,
            "ellipse",
            _around(middle, size),
            marker_look(marked, palette),
        )
        for name, middle, size, marked in zip(
            shown["name"], middles, sizes.tolist(), full.tolist(), strict=True
        )
    )
