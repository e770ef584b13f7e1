#!/bin/bash
# Where things are.
PREFIX=/usr
readonly OLD_A=1
export OLD_B=2 # exported
declare -a OLD_C=(
    one
    "two)"
)

# Says so.
# Twice.
function old_one {
    cat <<'EOF'
}
EOF
}

old-two()
{
    local inner=1
    helper() { :; }
    [[ $x == *")"* ]] && return
} >&2
new() (
    echo sub
)
old_three() { echo "one line"; }  # with a remark
x=1 make all
