class Main {
    void run() {
        try {
            five();
        } catch (Exception e) {
            gone(e);
        } finally {
            gone();
        }
        if (older) { gone(); } else { six("""
            }
            """); }
        synchronized (this) {
            seven();
        }
        for (int i = 0; i < 2; i++) {
            break;
        }
    }
}
