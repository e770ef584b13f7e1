#!/bin/sh

# SPDX-License-Identifier: MIT
old() {
	echo old
}

# Licensed under nothing: it is code that stands above.
gone() {
	echo gone
}

kept() {
	echo kept
}
