all:
	true

old:
	false