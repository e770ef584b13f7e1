function f(): void {
  oldCall<string>();
  newCall();
}
