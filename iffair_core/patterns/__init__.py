"""Patterns: short descriptions of sets of training rows that carry much of a gap.

selectors -> search -> distinct -> found: what can be said of a row, every conjunction of it, those
that say something new, and what each of them carries (docs/method.md, section 3).
"""
