fn counts(kind: Kind) -> bool {
    match kind {
        Kind::Count => true,
        | Kind::Files
        | Kind::Folders => false,
    }
}
