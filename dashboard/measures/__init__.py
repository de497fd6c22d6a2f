"""Every figure on screen or paper, as pure functions of an edition and filters.

Each measure states what a row means, its unit, and whether the rows add up.
"""

from dashboard.measures.base import Measure, has_exchange
from dashboard.measures.choices import agreements_by_choice
from dashboard.measures.comparison import (
    COMPARED,
    compare,
    compare_by,
    concentration,
)
from dashboard.measures.counts import (
    MARKERS_SHOWN,
    agreements_by_institution,
    agreements_by_printed_type,
    agreements_by_region,
    agreements_by_territory,
    agreements_by_type,
    counts,
    other_leads,
    placed_institutions,
    region_by_type,
    unplaced_institutions,
)
from dashboard.measures.coverage import (
    GAP_DIMENSIONS,
    departments_without_exchange,
    exchange_gaps,
    has_inter_university,
    institutions_without_inter_university,
    single_agreement_territories,
    territories_without_exchange,
    with_several_agreements,
)
from dashboard.measures.departments import (
    agreements_by_department,
    marked_by_department_and_region,
)
from dashboard.measures.findings import (
    findings_by_code,
    findings_counted,
    findings_listed,
    reading_numbers,
)
from dashboard.measures.listing import LISTED, ORDERS, agreements_listed, in_order
from dashboard.measures.pivot import COUNTED, PIVOTED, Pivot, pivot
from dashboard.measures.profile import Profile, institution_profile
from dashboard.measures.repairs import (
    repair_counts,
    repairs_by_rule,
    repairs_listed,
)
from dashboard.measures.search import MATCHES, SearchResult, search
from dashboard.measures.search_index import SEARCHED_KINDS
from dashboard.measures.timeline import (
    DATES,
    STUDENTS,
    agreements_by_signing_year,
    expired,
    expiring,
    last_days,
    optional_columns,
    student_balance,
    student_totals,
    unread_texts,
)
from dashboard.measures.trace import (
    Trace,
    trace_agreement,
    trace_row_sign,
    trace_signs,
)

__all__ = [
    "COMPARED",
    "COUNTED",
    "DATES",
    "GAP_DIMENSIONS",
    "LISTED",
    "MARKERS_SHOWN",
    "MATCHES",
    "ORDERS",
    "PIVOTED",
    "SEARCHED_KINDS",
    "STUDENTS",
    "Measure",
    "Pivot",
    "Profile",
    "SearchResult",
    "Trace",
    "agreements_by_choice",
    "agreements_by_department",
    "agreements_by_institution",
    "agreements_by_printed_type",
    "agreements_by_region",
    "agreements_by_signing_year",
    "agreements_by_territory",
    "agreements_by_type",
    "agreements_listed",
    "compare",
    "compare_by",
    "concentration",
    "counts",
    "departments_without_exchange",
    "exchange_gaps",
    "expired",
    "expiring",
    "findings_by_code",
    "findings_counted",
    "findings_listed",
    "has_exchange",
    "has_inter_university",
    "in_order",
    "institution_profile",
    "institutions_without_inter_university",
    "last_days",
    "marked_by_department_and_region",
    "optional_columns",
    "other_leads",
    "pivot",
    "placed_institutions",
    "reading_numbers",
    "region_by_type",
    "repair_counts",
    "repairs_by_rule",
    "repairs_listed",
    "search",
    "single_agreement_territories",
    "student_balance",
    "student_totals",
    "territories_without_exchange",
    "trace_agreement",
    "trace_row_sign",
    "trace_signs",
    "unplaced_institutions",
    "unread_texts",
    "with_several_agreements",
]
