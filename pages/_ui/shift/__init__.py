"""Other data: the models of a study on a second table, and part by part of its own test rows."""
