fn kept() {}
