#!/bin/bash
main() {
	if cat <<-TWO | grep -q x; then
		it's text
	TWO
		echo kept
	fi
	cat <<-FOUR | while read -r last; do
		esac
	FOUR
		:
	done
	echo five
}
