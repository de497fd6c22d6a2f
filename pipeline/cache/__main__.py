"""Builds the edition of a list and stores it: `python -m pipeline.cache LIST FILE`.

Started by `pipeline.cache` as a child process.
"""

import sys
from pathlib import Path

from pipeline.cache import store_edition

store_edition(*map(Path, sys.argv[1:]))
