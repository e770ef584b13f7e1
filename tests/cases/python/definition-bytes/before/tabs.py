class Kept:
	def a(self):
		return 1

	# attached
	@property
	def gone(self):
		if 1:
			return 2

		return 3

	def b(self):
		return 4
