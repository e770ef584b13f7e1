class Client {
  host = "db";
  close() {};
}

function start() {
  fill();
}
