"""From an edition to people: filters, measures, figures, words and pages."""
