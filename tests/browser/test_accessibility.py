"""axe-core finds nothing on any page, in light and in dark."""

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
