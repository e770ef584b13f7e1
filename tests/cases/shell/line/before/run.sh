#!/bin/sh
set -e
echo "old one"
echo new
