if old; then
    echo old
elif newer; then
    echo newer
# The rest.
else
    echo rest
fi
case $1 in
    -o | --old)
        echo old
        ;;
    -n) echo new ;;
    (*)
        echo any
esac
if a
then
    one
elif b
then
    two
fi
