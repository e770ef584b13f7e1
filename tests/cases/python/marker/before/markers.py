TABLE = {}
TABLE.update({
    "a": ")",  # )
    "b": """
    )
    """,
})
OLD = {
    "x": [1, 2],
}  # goes along
# TABLE.update(
note = "TABLE.update("

# attached
register(
    "a",
    (1, 2),
)

chained(1)
one_line([1, (2)])
NOT_OLD = {}
