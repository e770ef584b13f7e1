oldCallers();
newCall();
