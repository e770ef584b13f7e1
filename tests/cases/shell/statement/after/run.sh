#!/bin/sh
if test -f b; then
    echo new
fi
case $1 in
    a)
        echo a
        ;;
    *) echo b ;;
esac
echo end
