"""The parts of the page of patterns: the search, its cards, and rows that are left out."""
