"""What axe-core finds on a page, without what the framework's own elements break."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

FRAMEWORK = {
    "scrollable-region-focusable": "stDataFrame",
    "presentation-role-conflict": "stFileUploaderDropzone",
}
"""Rules that the framework's own elements break, and the element: not ours to mend."""

LOOKED_AT = {"ja": ("light", "dark"), "en": ()}
"""The colours in which a walk over all pages looks: what it finds has no language."""


def violations_on(page: Page) -> list[str]:
    """One line for each element that violates a rule."""
    return [
        f"{violation['id']}: {node['html'][:160]}"
        for violation in Axe().run(page).response["violations"]
        for node in violation["nodes"]
        if FRAMEWORK.get(violation["id"], "\0") not in node["html"]
    ]
