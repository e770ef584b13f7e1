static KEPT: &[Entry] = &[];
