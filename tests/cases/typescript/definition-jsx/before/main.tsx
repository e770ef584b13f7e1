export const OldButton = ({ a }: Props) => (
  <button title="}" onClick={() => f(a)}>
    don't } stop {a}
  </button>
);

export function View({ kept, title }: Props) {
  return <b>{kept}</b>;
}
