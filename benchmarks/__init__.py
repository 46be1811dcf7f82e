"""What the reweighting rules reach on the packaged data sets; ``python -m benchmarks`` runs it."""
