fn counts(kind: Kind) -> bool {
    match kind {
        Kind::Count => true,
        Kind::Matches
        | Kind::Lines => {
            warn();
            true
        }
        | Kind::Files
        | Kind::Folders => false,
        Kind::Path | Kind::Name
        | Kind::Quiet => false,
    }
}
