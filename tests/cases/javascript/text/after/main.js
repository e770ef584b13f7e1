newName("a");
