a=1

# begin old
echo old
old() { :; }
# end old

echo 1
echo 2
echo 3
