function kept() {}

// begin old
function oldOne() {}

// end old
kept();
