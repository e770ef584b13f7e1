declare const oldSetting: Record<
  string,
  { a: number }
> 
export function main(a: string) {
  let t = a as unknown as Map<string, number>
  return a!
}
