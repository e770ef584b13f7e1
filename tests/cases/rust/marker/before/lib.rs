static OLD: &[Entry] = &[
    Entry { c: ']', s: r#"]"#, l: PhantomData::<&'static u8> },
];
static KEPT: &[Entry] = &[];
