a = ["list_first", "b"]
b = ["a", "list_middle", "c"]
c = ["a", "list_last"]
d = ["list_only"]
e = ["a", "list_comma", ]
f = {"a", "set_last"}
g = {"dict_first": 1, "b": [1, 2]}
h = {"a": {"x": 1, "y": 2}, "dict_last": (1, 2)}
i = {"dict_only": 1}
j = ("a", "tuple_second")
k = "a", "bare_second"
n = [("a", 1), ("nested_pair", 2), ("c", 3)]
o = [*a, *starred, "c"]
p = {**g, **unpacked}
q = [x := 1, y := "walrus"]
r = [1, old in {2, 3}, 4]
