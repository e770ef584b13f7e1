a=1

echo 2
