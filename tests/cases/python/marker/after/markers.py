TABLE = {}
# TABLE.update(
note = "TABLE.update("

chained(1)
NOT_OLD = {}
