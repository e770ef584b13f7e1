old_first(); b()
a(); old_last()
old_pair(); old_pair(); x()
old_trailing();
if a: old_body(); b()
if b: old_only()
end = 1;
