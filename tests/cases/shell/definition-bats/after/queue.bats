#!/usr/bin/env bats

load helper

setup() {
  QUEUE=$(mktemp)
}

@test "fill: one item" {
  run queue fill a
  assert_success
  assert_line <<EOF
@test "no test" {
EOF
}

@test "drain: a full queue" {
  if [[ $SLOW ]]; then
    skip "slow"
  fi
  queue drain
}
