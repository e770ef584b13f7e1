if newer; then
    echo newer
# The rest.
else
    echo rest
fi
case $1 in
    -n) echo new ;;
    (*)
        echo any
esac
if a
then
    one
fi
