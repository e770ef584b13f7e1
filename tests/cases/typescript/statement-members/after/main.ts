export type Options = {
  host: string;
  nested: {
    retries: number;
  };
};

interface Store {
  get(key: string): string;
}

interface Event {
  kind: string
}

enum State {
  Open,
  Closed
}

type Pair = { left: string, right: string };

export class Client {
  host = "db";
  close() {};
}

function connect(options: { host: string; etcd: string }) {
  return options.host;
}
