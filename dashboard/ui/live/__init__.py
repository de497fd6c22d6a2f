"""Figures that answer a filter ahead of their page: endpoint, charts, filter boxes."""
