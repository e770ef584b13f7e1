"""The nodes of C by what they are; C++ has them too, and more."""

from __future__ import annotations

from patcher.syntax.grammar import Scoping

DEFINES = {
    "function_definition": "function",
    "declaration": "variable",
    "type_definition": "type",
    "struct_specifier": "struct",
    "union_specifier": "union",
    "enum_specifier": "enum",
    "field_declaration": "field",
    "enumerator": "enumerator",
}
BODIES = frozenset(
    {
        "translation_unit",
        "compound_statement",
        "field_declaration_list",
        "declaration_list",
        "case_statement",
        "labeled_statement",
    }
)
LISTS = {
    "argument_list": "arguments",
    "parameter_list": "parameters",
    "initializer_list": "list",
    "enumerator_list": "constants",
    "declaration": "variables",
    "field_declaration": "variables",
}
DECLARING = frozenset({"declaration", "field_declaration"})
CHAINS = {
    "if_statement": "if",
    "for_statement": "for",
    "while_statement": "while",
    "do_statement": "do",
    "switch_statement": "switch",
}
ARMS = {"else_clause": "else", "case_statement": "case"}

SCOPING = Scoping(
    scopes=frozenset(
        {
            "translation_unit",
            "function_definition",
            "compound_statement",
            "for_statement",
            # What is declared in the parameters of a declarator that no body follows is seen there alone.
            "declaration",
            "parameter_declaration",
            "field_declaration",
            "type_definition",
            "type_descriptor",
        }
    ),
    binds={
        "function_definition": ("declarator",),
        "declaration": ("declarator",),
        "parameter_declaration": ("declarator",),
        "field_declaration": ("declarator",),
        "type_definition": ("declarator",),
        "struct_specifier": ("name",),
        "union_specifier": ("name",),
        "enum_specifier": ("name",),
    },
    around=frozenset(
        {
            "function_definition",
            "declaration",
            "parameter_declaration",
            "field_declaration",
            "type_definition",
            "struct_specifier",
            "union_specifier",
            "enum_specifier",
        }
    ),
    through={
        "pointer_declarator": ("declarator",),
        "array_declarator": ("declarator",),
        "function_declarator": ("declarator",),
        "init_declarator": ("declarator",),
        "parenthesized_declarator": ("",),
    },
    only_with={
        "struct_specifier": ("field_declaration_list",),
        "union_specifier": ("field_declaration_list",),
        "enum_specifier": ("enumerator_list",),
    },
    ordered=True,
    in_body=frozenset({"parameter_declaration"}),
    members={"field_expression": ("argument", "field")},
    defines={"enumerator": ("name",)},
    keys={"field_designator": ("",)},
)
