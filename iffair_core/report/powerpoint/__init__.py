"""A study as a PowerPoint file whose charts can be edited there."""

from iffair_core.report.powerpoint.file import powerpoint

__all__ = ["powerpoint"]
