import os, sys; import json
import first; import middle; import third  # three
x = 1; import last
import all_one; import all_two  # gone too
if x: import in_header, in_body; x = 2

json, first, third
