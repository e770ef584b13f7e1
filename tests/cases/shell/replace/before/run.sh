old() {
    echo 1
}
cat <<EOF
a
EOF
if test -f a; then
    b
fi
