"""Forms in which a list leaves the dashboard."""
