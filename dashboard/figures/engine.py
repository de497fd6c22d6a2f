"""The script that draws figures in a browser, as Plotly brings it."""

from __future__ import annotations

from pathlib import Path

import plotly

ENGINE_FILE = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
ENGINE_NAME = f"plotly-{plotly.__version__}.min.js"
"""Names the version, so that a browser may keep it for good."""
