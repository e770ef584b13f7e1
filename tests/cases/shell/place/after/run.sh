#!/bin/sh
case $1 in
  new) start ;;
esac
