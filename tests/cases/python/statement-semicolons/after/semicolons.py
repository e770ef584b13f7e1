b()
a()
if a: b()
if b: pass
end = 1;
