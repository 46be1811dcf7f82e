"""What a result says: figures as tables, and one sentence for each gap and chart."""
