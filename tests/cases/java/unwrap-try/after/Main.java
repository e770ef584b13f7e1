class Main {
    void run() {
        five();
        six("""
            }
            """);
        synchronized (this) {
            seven();
        }
        for (int i = 0; i < 2; i++) {
            break;
        }
    }
}
