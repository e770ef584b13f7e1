#!/bin/sh
case $1 in
  old)
    drain
    ;&
  older)
    stop
    ;;
  new) start ;;
esac
