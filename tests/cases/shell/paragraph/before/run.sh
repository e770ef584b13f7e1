a=1

old=1
export old

b=2
