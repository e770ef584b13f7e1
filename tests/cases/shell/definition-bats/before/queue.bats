#!/usr/bin/env bats

load helper

setup() {
  QUEUE=$(mktemp)
}

@test "fill: one item" {
  run queue fill a
  assert_success
  assert_line "fill: a"
  assert_line <<EOF
@test "no test" {
EOF
}

# Only until the move.
@test "drain: an empty queue (etcd)" {
  run queue drain --all
  [ "$status" -eq 0 ]
}

@test 'drain twice' { # slow
  for each in 1 2; do
    queue drain
  done
}

@test quickly {
  queue drain --quick
}

@test "drain: a full queue" {
  if [[ $ETCD ]]; then
    skip
  elif [[ $SLOW ]]; then
    skip "slow"
  fi
  queue drain
}
