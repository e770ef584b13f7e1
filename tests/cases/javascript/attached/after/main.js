// ---- banner ----

// Three stays alone.

// Four.
export class Four {
  b = 2;
}
