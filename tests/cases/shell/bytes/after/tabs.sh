if a; then
	one
fi
