"""HTML, and what is written like it: elements by their tags; templates' blocks among them stay whole."""

from patcher.syntax.html.syntax import HtmlSyntax, build

__all__ = ["HtmlSyntax", "build"]
