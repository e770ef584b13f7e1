#!/bin/bash
main() {
	cat <<-ONE |
		"( not closed
	ONE
	sort
	if cat <<-TWO | grep -q x; then
		it's text
	TWO
		echo two
		echo kept
	fi
	cat <<-"THREE" | { read -r x; echo "$x"; }
		} fi done
	THREE
	cat <<-FOUR | while read -r last; do
		esac
	FOUR
		echo "$last"
	done
	echo five
}

gone() {
	cat <<-SIX | tr a b |
		) six
	SIX
	tr c d
}
