"""A university's own slides as a template: used as they are, or refused in words."""

from __future__ import annotations

import io
import resource
import zipfile
from random import Random

import pytest
from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.util import Inches
from slide_reader import notes_of, opened, overflows, overlaps, report_of, tables_of

from dashboard.exports.errors import TemplateError, template_error
from dashboard.exports.slides import make_slides, read_template
from dashboard.exports.slides.package import MOST_UNPACKED, MOST_XML
from dashboard.report import SHEETS
from pipeline import sandbox

POINT = 12700
CONTENT = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
MAIN = f"{CONTENT}.main+xml"
INSETS = (7.2, 3.6)


def template(width=10.0, height=7.5, font="Georgia") -> bytes:
    """Slides of another size and typeface, with three slides of their own."""
    deck = Presentation()
    scale_x, scale_y = width / 10, height / 7.5
    deck.slide_width, deck.slide_height = Inches(width), Inches(height)
    masters = [deck.slide_master, *deck.slide_layouts]
    for shape in (shape for master in masters for shape in master.placeholders):
        if (
            shape._element.spPr.find(
                "{http://schemas.openxmlformats.org/drawingml/2006/main}xfrm"
            )
            is not None
        ):
            shape.left, shape.width = (
                int(shape.left * scale_x),
                int(shape.width * scale_x),
            )
            shape.top, shape.height = (
                int(shape.top * scale_y),
                int(shape.height * scale_y),
            )
    for at in (0, 1, 5):
        slide = deck.slides.add_slide(deck.slide_layouts[at])
        slide.shapes.title.text = "Words of the university"
    return changed(
        saved(deck), "ppt/theme/theme1.xml", b'"Calibri"', f'"{font}"'.encode()
    )


def saved(deck) -> bytes:
    file = io.BytesIO()
    deck.save(file)
    return file.getvalue()


def changed(package: bytes, part: str, old: bytes, new: bytes) -> bytes:
    written = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(package)) as before,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for name in before.namelist():
            content = before.read(name)
            after.writestr(name, content.replace(old, new) if name == part else content)
    return written.getvalue()


def part_of(package: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(package)) as held:
        return held.read(name)


@pytest.mark.parametrize("size", [(10.0, 7.5), (10.0, 5.625), (13.333, 7.5)])
@pytest.mark.parametrize("lang", ["ja", "en"])
def test_master_size_and_typefaces_of_a_template_are_used(kobe, size, lang):
    report, words = report_of(kobe, lang, link="http://127.0.0.1:8501/")
    made = make_slides(report, words, read_template(template(*size)))
    deck = opened(made)
    assert (deck.slide_width, deck.slide_height) == tuple(map(Inches, size))
    theme = part_of(made, "ppt/theme/theme1.xml").decode()
    assert '<a:latin typeface="Georgia"/>' in theme
    assert '<a:ea typeface="ＭＳ Ｐゴシック"/>' in theme
    titles = [slide.shapes.title.text_frame.text for slide in deck.slides]
    assert "Words of the university" not in titles
    sentences = [s.headline for s in report.sections if s.place != SHEETS]
    assert {*titles[1:]} == {*sentences, words("report.appendix")}
    width, height = deck.slide_width / POINT, deck.slide_height / POINT
    assert [
        (at, fault)
        for at, slide in enumerate(deck.slides, start=1)
        for fault in [*overlaps(slide), *overflows(slide, width, height, INSETS)]
    ] == []


def test_slides_of_a_template_leave_nothing_behind(kobe):
    report, words = report_of(kobe, "en", parts=("headline",))
    made = make_slides(report, words, read_template(template()))
    assert len(opened(made).slides) == 2
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        assert not any(
            b"Words of the university" in package.read(n) for n in package.namelist()
        )
        assert "docProps/thumbnail.jpeg" not in package.namelist()


def test_a_template_whose_notes_have_no_room_for_text_is_used(kobe):
    deck = Presentation(io.BytesIO(template()))
    for shape in list(deck.notes_master.placeholders):
        shape._element.getparent().remove(shape._element)
    report, words = report_of(kobe, "en", parts=("rules",))
    made = opened(make_slides(report, words, read_template(saved(deck))))
    assert notes_of(made.slides[2]).startswith(report.sections[0].headline)


def test_a_part_too_long_to_parse_is_not_parsed():
    theme = b"<!--" + bytes(MOST_XML) + b"-->"
    long = changed(template(), "ppt/theme/theme1.xml", b"</a:theme>", theme)
    with pytest.raises(TemplateError, match="too large"):
        read_template(long)


def test_a_template_of_the_template_format_is_used(kobe):
    potx = changed(
        template(),
        "[Content_Types].xml",
        MAIN.encode(),
        MAIN.replace("presentation.main", "template.main").encode(),
    )
    report, words = report_of(kobe, "en", parts=("rules",))
    made = make_slides(report, words, read_template(potx))
    assert MAIN.encode() in part_of(made, "[Content_Types].xml")
    assert len(opened(made).slides) > 1


def without_titles() -> bytes:
    deck = Presentation()
    kinds = (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE)
    for layout in deck.slide_layouts:
        for shape in list(layout.placeholders):
            if shape.placeholder_format.type in kinds:
                shape._element.getparent().remove(shape._element)
    return saved(deck)


def tiny() -> bytes:
    deck = Presentation()
    deck.slide_width = deck.slide_height = Inches(2)
    return saved(deck)


def bomb() -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", MAIN)
        with package.open("ppt/media/image1.png", "w") as part:
            for _ in range(MOST_UNPACKED // 10_000_000 + 1):
                part.write(bytes(10_000_000))
    return written.getvalue()


def other_package() -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as package:
        package.writestr("[Content_Types].xml", "wordprocessingml.document.main+xml")
    return written.getvalue()


COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)
REFUSED = {
    "no package": (lambda: b"a,b,c\n1,2,3\n", "kind"),
    "nothing": (lambda: b"", "kind"),
    "another package": (other_package, "kind"),
    "the old format": (lambda: COMPOUND, "old"),
    "a password": (lambda: COMPOUND + "EncryptedPackage".encode("utf-16-le"), "locked"),
    "macros": (
        lambda: changed(
            template(),
            "[Content_Types].xml",
            MAIN.encode(),
            b"application/vnd.ms-powerpoint.presentation.macroEnabled.main+xml",
        ),
        "macros",
    ),
    "cut off": (lambda: template()[:-4000], "kind"),
    "no master": (
        lambda: changed(
            template(), "ppt/slideMasters/slideMaster1.xml", b"<p:sldMaster", b"<"
        ),
        "broken",
    ),
    "no presentation": (
        lambda: changed(template(), "_rels/.rels", b"officeDocument", b"nothing"),
        "broken",
    ),
    "no titles": (without_titles, "layout"),
    "small slides": (tiny, "small"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_template_is_refused_in_both_languages(name):
    make, reason = REFUSED[name]
    with pytest.raises(TemplateError) as caught:
        read_template(make())
    told = template_error(reason)
    assert (str(caught.value), caught.value.text_ja) == (str(told), told.text_ja)
    assert str(told) != told.text_ja


def test_a_template_that_unpacks_to_too_much_is_not_unpacked():
    with pytest.raises(TemplateError, match="it may take 150 MB"):
        read_template(bomb())


def with_many_elements(layouts: int, elements: int, noise: bool) -> bytes:
    """A template whose layouts hold very many small elements: large when parsed."""
    random, tags = Random(7), []
    for _ in range(elements):
        tags.append(f"<a:b{random.randrange(10**9) if noise else ''}/>")
    padding = f"<p:extLst><p:ext uri='x'>{''.join(tags)}</p:ext></p:extLst>".encode()
    package = template()
    for number in range(1, layouts + 1):
        name = f"ppt/slideLayouts/slideLayout{number}.xml"
        package = changed(package, name, b"</p:sldLayout>", padding + b"</p:sldLayout>")
    return package


@pytest.mark.parametrize(
    ("layouts", "elements", "noise"), [(1, 3_000_000, False), (4, 300_000, True)]
)
def test_a_template_that_takes_much_memory_is_refused(layouts, elements, noise):
    received = with_many_elements(layouts, elements, noise)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(TemplateError, match="too large"):
        read_template(received)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 50_000


def test_a_template_of_a_process_that_ends_is_refused(monkeypatch):
    for reason, told in (
        (sandbox.MEMORY, "too large"),
        (sandbox.TIME, "too large"),
        (sandbox.FAULT, "damaged"),
    ):
        monkeypatch.setattr(sandbox, "run", ends_with(reason))
        with pytest.raises(TemplateError, match=told):
            read_template(template())


def ends_with(reason: str):
    def run(*_: object):
        raise sandbox.TaskEndedError(reason)

    return run


def test_tables_of_a_narrow_template_hold_every_row(kobe):
    report, words = report_of(kobe, "ja", parts=("agreements",))
    deck = opened(make_slides(report, words, read_template(template(10.0, 5.625))))
    (section,) = report.sections
    shown = [row[0] for _, rows in tables_of(deck) for row in rows[1:]]
    assert set(section.table.iloc[:, 0]) <= set(shown)
