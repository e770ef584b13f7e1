fn run<T, U>(pair: (u8, u16, u32), (left, old): (T, U)) -> (u8, String)
where
    T: Clone,
    U: Old,
{
    let Point { x, y, .. } = point;
    let Some(Range(from, to)) = range else { return };
    if let [head, second] = parts {}
    map(|(name, old)| name)
}
