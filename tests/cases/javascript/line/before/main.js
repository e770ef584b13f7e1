oldCallers();
oldCall();
newCall();
oldCall()
