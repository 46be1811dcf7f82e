"""What a study is handed on as: reports, slides, weights, model, scored table, code, archive."""

from iffair_core.report.archive import study_zip
from iffair_core.report.code import code_lines
from iffair_core.report.exports import EXPORTS
from iffair_core.report.findings import findings
from iffair_core.report.html import html_report
from iffair_core.report.model import ExportedModel, export_model, load_model
from iffair_core.report.score import score_table
from iffair_core.report.weights import weights_table

__all__ = [
    "EXPORTS",
    "ExportedModel",
    "code_lines",
    "export_model",
    "findings",
    "html_report",
    "load_model",
    "score_table",
    "study_zip",
    "weights_table",
]
