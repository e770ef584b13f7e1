if test -n "$NEW"; then
    # about one
    one "{
  inside"
    cat <<-EOF
	here
	EOF

    two
fi
if old; then
    gone
elif b; then
    three
else
    four
fi
if c; then five; fi
if d
then
    gone
else
    six
fi
