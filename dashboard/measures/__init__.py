"""Every number on screen or paper: pure functions from an edition and filters.

Each states what a row means, its unit, and whether it adds up; none is counted twice.
"""

from dashboard.measures.departments import (
    agreements_by_department,
    marked_by_department_and_region,
)
from dashboard.measures.doubts import (
    findings_by_code,
    findings_listed,
    repair_counts,
    repairs_by_rule,
    repairs_listed,
)
from dashboard.measures.listing import LISTED, agreements_listed
from dashboard.measures.measure import Measure, has_exchange
from dashboard.measures.partners import (
    agreements_by_institution,
    agreements_by_region,
    agreements_by_territory,
    agreements_by_type,
    counts,
    placed_institutions,
    region_by_type,
    unplaced_institutions,
)
from dashboard.measures.trace import Trace, trace_agreement

__all__ = [
    "LISTED",
    "Measure",
    "Trace",
    "agreements_by_department",
    "agreements_by_institution",
    "agreements_by_region",
    "agreements_by_territory",
    "agreements_by_type",
    "agreements_listed",
    "counts",
    "findings_by_code",
    "findings_listed",
    "has_exchange",
    "marked_by_department_and_region",
    "placed_institutions",
    "region_by_type",
    "repair_counts",
    "repairs_by_rule",
    "repairs_listed",
    "trace_agreement",
    "unplaced_institutions",
]
