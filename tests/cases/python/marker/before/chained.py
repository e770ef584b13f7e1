chained(
    2,
).more(
    3,
)
