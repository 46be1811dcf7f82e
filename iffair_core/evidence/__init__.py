"""What a study's figures are worth: intervals, changes, who is worse off, and matched controls.

Everything here is computed from a study that is finished, on rows that its models never saw.
"""
