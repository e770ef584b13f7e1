A = 1
OLD = a \
  b

all: x
	echo a
	echo b
