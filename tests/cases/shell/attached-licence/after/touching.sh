#!/bin/sh
# Copyright the maintainers

kept() {
	echo kept
}
