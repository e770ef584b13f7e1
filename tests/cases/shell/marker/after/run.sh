echo 'old() {'
new() { :; }
