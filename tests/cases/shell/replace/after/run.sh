new() {
    echo 2
}
echo a
if [ -f "a" ]; then
    b
fi
