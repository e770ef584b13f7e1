"""XML, whatever its vocabulary: elements by their tags, names by their paths; expat is the second witness."""

from patcher.syntax.xml.syntax import XmlSyntax, build

__all__ = ["XmlSyntax", "build"]
