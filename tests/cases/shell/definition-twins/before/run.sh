if test -n "$A"; then
    say() { echo a; }
    other=1
else
    say() { echo b; }
    other=2
fi
a=1 b=2
