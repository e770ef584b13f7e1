#!/bin/sh
# Copyright the maintainers
old() {
	echo old
}

kept() {
	echo kept
}
