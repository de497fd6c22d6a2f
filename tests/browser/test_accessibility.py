"""axe-core finds nothing on any page, in light and in dark."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

FRAMEWORK = {
    "scrollable-region-focusable": "stDataFrame",
    "presentation-role-conflict": "stFileUploaderDropzone",
}
"""Rules that the framework's own elements break, and the element: not ours to mend."""


def ours(violations):
    """What is left without the framework's own, one line for each element."""
    return [
        f"{violation['id']}: {node['html'][:160]}"
        for violation in violations
        for node in violation["nodes"]
        if FRAMEWORK.get(violation["id"], "\0") not in node["html"]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_has_an_accessibility_violation(visit, scheme):
    visit.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page = visit.open("/?lang=ja")
    violations = {}
    pages = page.locator('[data-testid="stSidebarNavLink"]').count()
    for i in range(pages):
        visit.follow(i)
        found = Axe().run(page).response["violations"]
        violations[page.url] = ours(found)
    assert len(violations) == pages > 8
    assert not any(violations.values()), violations


STATES = (
    "coverage?exchange=marked&territory=DEU,FRA,ITA&by=territory",
    "explore?rows=department&columns=region&counted=institutions",
    "institution?institution=university-of-pisa-ita",
    "agreements?order=findings&agreement=A0019",
)
"""Pages with something chosen on them."""


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_nothing_chosen_or_found_violates_accessibility(visit, lang):
    page, violations, papers = visit.page, {}, set()
    page.emulate_media(reduced_motion="reduce")
    for state in STATES:
        page.emulate_media(color_scheme="light")
        visit.open(f"/{state}&lang={lang}")
        page.get_by_role("searchbox", name=re.compile("名前で|Find")).fill("pisa")
        page.locator('.st-key-aa-find [role="status"]').wait_for()
        visit.settle()
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            page.wait_for_timeout(500)
            app = page.locator('[data-testid="stApp"]')
            papers.add(app.evaluate("app => getComputedStyle(app).backgroundColor"))
            found = Axe().run(page).response["violations"]
            violations[state, scheme] = ours(found)
    assert len(papers) == 2
    assert not any(violations.values()), violations
