class Main {
    int run(int a, Kind k) {
        if (a == 1) {
            one();
        } else {
            other();
        }
        try {
            one();
        } catch (A e) {
            two();
        }
        switch (k) {
            case NEW:
                one();
                break;
            default:
                other();
        }
        return switch (s) {
            case "new" -> 1;
            default -> 3;
        };
    }
}
