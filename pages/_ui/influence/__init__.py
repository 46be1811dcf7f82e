"""The parts of the influence page: rows and their influence, and its proof by retraining."""
