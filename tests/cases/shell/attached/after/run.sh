#!/bin/sh
# Of two.
# ---- banner ----
