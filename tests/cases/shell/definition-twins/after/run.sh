if test -n "$A"; then
    other=1
else
    other=2
fi
a=1 b=2
