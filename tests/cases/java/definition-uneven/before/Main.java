class Main {
    int kept() {
        return 1;
    }

   @Deprecated
   int old() {
        return 2;
   }

    /** Is the last one. */
    int last() {
        return 3;
    }
}
