"""The parts of the weights page."""
