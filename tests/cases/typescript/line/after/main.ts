function f(): void {
  newCall();
}
