# about one
one "{
  inside"
cat <<-EOF
	here
	EOF

two
if b; then
    three
else
    four
fi
five
six
