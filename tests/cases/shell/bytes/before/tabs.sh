if a; then
	one
	old
fi
