"""Bytes and known splices → hunks, headers and the diffstat. Nothing is searched for."""

from patcher.diff.files import diff_file
from patcher.diff.quoting import quote_path, unquote_path
from patcher.diff.render import render_diff
from patcher.diff.stat import render_stat

__all__ = ["diff_file", "quote_path", "render_diff", "render_stat", "unquote_path"]
