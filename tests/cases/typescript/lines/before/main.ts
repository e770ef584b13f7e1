run();
interface Old {
  a: string
}
