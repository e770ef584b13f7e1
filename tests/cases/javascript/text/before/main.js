oldName("a",
  "old flag");
