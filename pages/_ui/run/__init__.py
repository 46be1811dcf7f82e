"""The parts of the reweighting page: the settings of a run, and what it did."""
