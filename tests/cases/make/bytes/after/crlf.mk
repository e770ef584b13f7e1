A = 1

all: x
	echo b
