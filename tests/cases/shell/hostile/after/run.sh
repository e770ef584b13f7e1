#!/bin/bash
a=${x%%)*} b=$((1 << 2)) c=$'it\'s }'
echo done fi "$(
  echo ')' "$(echo "nested )")"
)" \
  more
tail() { :; }
