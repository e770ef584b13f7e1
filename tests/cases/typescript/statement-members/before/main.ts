export type Options = {
  host: string;
  /** Where etcd was. */
  etcdHost?: string;
  nested: {
    retries: number;
    drain: boolean; // once a minute
  };
};

interface Store {
  get(key: string): string;
  drain(): void;
}

interface Event {
  kind: string,
  drained: boolean,
  at: Date
}

enum State {
  Open,
  Draining,
  Closed
}

type Pair = { left: string, middle: string, right: string };

export class Client {
  host = "db";
  etcd = "etcd";
  close() {};
  drain() {};
}

function connect(options: { host: string; etcd: string }) {
  return options.host;
}
