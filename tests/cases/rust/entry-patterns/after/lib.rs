fn run<T, U>(pair: (u8, u32), (left,): (T, U)) -> (u8, String)
where
    T: Clone,
{
    let Point { x, .. } = point;
    let Some(Range(to)) = range else { return };
    if let [head] = parts {}
    map(|(name,)| name)
}
