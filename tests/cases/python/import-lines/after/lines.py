import json
import first; import third  # three
x = 1
if x: x = 2

json, first, third
