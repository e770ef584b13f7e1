a=1
old() {
  :
}

echo 1
echo 2
