#!/bin/sh
echo old |
    grep -v x \
    -e y
cat <<EOF > out
old } ) done
EOF
test -f a && echo old2
if test -f b; then
    echo old3
    echo new
fi
for f in *; do
    echo "$f"
done < list
case $1 in
    a)
        echo old4
        echo a
        ;;
    *) echo b ;;
esac
while read -r line; do echo "$line"; done <<-'END'
	old5
	END
local_var=$(cat <<X
old6
X
)
echo end
