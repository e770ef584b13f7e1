#!/bin/sh

# SPDX-License-Identifier: MIT

kept() {
	echo kept
}
