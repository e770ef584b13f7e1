make -j4 all
echo "the new one: $(date '+%F') # no comment"
