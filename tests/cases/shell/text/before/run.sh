make -j4 OLD=1 all
echo "the old one: $(date '+%F') # no comment"
