def tabs():
	return 2

table = {
    "flat": 1,
    "other": 2,
}
end = 1
