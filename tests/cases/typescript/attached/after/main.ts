// ---- banner ----

// Three stays alone.

// Four.
@old
export class Four {
  b = 2;
}
