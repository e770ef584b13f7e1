"""The review page: a run in, one self-contained HTML file out."""

from patcher.report.page.document import render_page

__all__ = ["render_page"]
