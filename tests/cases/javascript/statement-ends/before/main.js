class Client {
  host = "db";
  etcd = "etcd"; // the old store
  close() {};
  drain() {};
}

function start() {
  fill();
  drain(); // once a minute
}
