"""The parts of the audit page: figures with intervals, what was left out, lines and choices."""
