#!/bin/bash
a=${x%%)*} b=$((1 << 2)) c=$'it\'s }'
echo done fi "$(
  echo ')' "$(echo "nested )")"
)" \
  more
f() { case "$1" in a|b) echo '}' ;; "(") ;; esac; }
old() {
    local d="${1:-"}"}"
    cat <<-"B" && true
}
	$( fi
	B
    echo ${#d} "${d#*\}}" \# \} `echo "}"`
    g="$(echo "a b" '}')"
    x=$(( (1 + 2) * 3 )); (( x << 1 ))
    [[ $d =~ ^\( ]] && echo ok
    select s in if then; do break; done
    until false; do :; done
}
tail() { :; }
