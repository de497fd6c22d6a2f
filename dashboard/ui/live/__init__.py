"""Figures that change before their page reruns: endpoint, charts, filter boxes."""
