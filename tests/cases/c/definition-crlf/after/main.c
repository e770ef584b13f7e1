int keep;
