#!/bin/sh
one() { :; }
# Of two.
two() { :; }
# shellcheck disable=SC2034
# Of three.
three=1
# ---- banner ----

four() { :; }
