function kept() {}

// end old
kept();
