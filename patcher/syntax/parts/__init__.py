"""Large files that are looked at in parts: where the parts begin, the file seen through them, its lexical map."""
