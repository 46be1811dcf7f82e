"""The path's frontier beside pre-processing and in-processing baselines, on seven data sets."""
