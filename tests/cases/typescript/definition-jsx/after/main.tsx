export function View({ kept }: Props) {
  return <b>{kept}</b>;
}
