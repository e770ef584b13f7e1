table = {
    "deep": {
        "x": 1,
    }, "flat": 1,
}
many(
    1,
); more()
for a in b:
    c()
else:
    d()
try:
    e()
except F:
    g()
