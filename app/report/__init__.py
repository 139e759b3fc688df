"""Ink statistics of a whole picture, at full size."""

from app.report.options import ReportOptions
from app.report.report import report
from app.report.told import Report

__all__ = ["Report", "ReportOptions", "report"]
