"""One contest of many methods on the same splits, and what follows from it."""
