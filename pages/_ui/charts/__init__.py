"""Results as Plotly figures: pure functions, colours that colour-blind readers can tell apart."""
