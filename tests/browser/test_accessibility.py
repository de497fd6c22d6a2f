"""axe-core finds nothing with something chosen; see test_pages for each page as it is."""

import re

import pytest

from tests.browser.accessibility import violations_on

STATES = (
    "coverage?exchange=marked&territory=DEU,FRA,ITA&by=territory",
    "explore?rows=department&columns=region&counted=institutions",
    "institution?institution=university-of-pisa-ita",
    "agreements?order=findings&agreement=A0019",
)
"""Pages with something chosen on them."""


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_nothing_chosen_or_found_violates_accessibility(visit, lang):
    page, violations = visit.page, {}
    page.emulate_media(reduced_motion="reduce")
    for state in STATES:
        page.emulate_media(color_scheme="light")
        visit.open(f"/{state}&lang={lang}")
        if not state.startswith("agreements"):  # it has a search box of its own
            page.get_by_role("searchbox", name=re.compile("名前で|Find")).fill("pisa")
            page.locator('.st-key-aa-find [role="status"]').wait_for()
        for scheme in ("light", "dark"):
            visit.colour_scheme(scheme)
            violations[state, scheme] = violations_on(page)
    visit.must_be_quiet()
    assert len(violations) == 2 * len(STATES)
    assert not any(violations.values()), violations
