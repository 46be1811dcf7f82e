"""What the pages share: state, jobs, charts, controls and words."""
