names=(
    old  # )
    "a)"
)
echo 'old() {'
old() {
    echo "}"
    case $1 in
        a) : ;;
    esac
}
new() { :; }
