"""Simulated coverage of every interval that the program reports."""
