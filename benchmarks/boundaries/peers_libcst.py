"""The transformers that LibCST gets: `python peers_libcst.py NAME FILE`, run where LibCST is installed."""

import sys
from pathlib import Path

import libcst as cst
from libcst import matchers as m

OLD = m.Name("old")


class Function(cst.CSTTransformer):
    """Remove the function."""

    def leave_FunctionDef(self, original_node, updated_node):
        return cst.RemoveFromParent() if original_node.name.value == "old" else updated_node


class Element(cst.CSTTransformer):
    """Remove the element from its list; the last one takes over what followed the last."""

    def leave_List(self, original_node, updated_node):
        kept = [e for e in updated_node.elements if e.value.value != "'old'"]
        if kept and kept[-1] is not updated_node.elements[-1]:
            kept[-1] = kept[-1].with_changes(comma=updated_node.elements[-1].comma)
        return updated_node.with_changes(elements=kept)


class Imported(cst.CSTTransformer):
    """Remove the name, and the import with its last one."""

    def leave_ImportFrom(self, original_node, updated_node):
        kept = [alias for alias in updated_node.names if alias.name.value != "old"]
        if not kept:
            return cst.RemoveFromParent()
        kept[-1] = kept[-1].with_changes(comma=cst.MaybeSentinel.DEFAULT)
        return updated_node.with_changes(names=kept)


class Arm(cst.CSTTransformer):
    """Replace the arm by what comes behind it."""

    def leave_If(self, original_node, updated_node):
        other = updated_node.orelse
        if isinstance(other, cst.If) and m.matches(other.test, OLD):
            return updated_node.with_changes(orelse=other.orelse)
        return updated_node


class Call(cst.CSTTransformer):
    """Remove the statement."""

    def leave_Expr(self, original_node, updated_node):
        found = m.matches(original_node.value, m.Call(func=OLD))
        return cst.RemoveFromParent() if found else updated_node


TRANSFORMERS = {"function": Function, "element": Element, "imported": Imported, "arm": Arm, "call": Call}

if __name__ == "__main__":
    file = Path(sys.argv[2])
    module = cst.parse_module(file.read_text())
    file.write_text(module.visit(TRANSFORMERS[sys.argv[1]]()).code)
