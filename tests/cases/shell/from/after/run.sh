a=1

echo 3
