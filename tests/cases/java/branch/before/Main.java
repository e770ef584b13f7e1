class Main {
    int run(int a, Kind k) {
        if (a == 1) {
            one();
        } else if (a == 2) {
            two();
        } else {
            other();
        }
        try {
            one();
        } catch (A e) {
            two();
        } catch (B e) {
            three();
        }
        switch (k) {
            case NEW:
                one();
                break;
            case OLD:
                two("}");
                break;
            default:
                other();
        }
        return switch (s) {
            case "new" -> 1;
            case "old" -> {
                yield 2;
            }
            default -> 3;
        };
    }
}
