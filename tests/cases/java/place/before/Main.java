class Queue {
    private int size;

    Queue(int size) {
        this.size = size;
    }

    int weight(String kind) {
        return switch (kind) {
            case "old" -> 1;
            case "new" -> 2;
            default -> 3;
        };
    }

    void drain(int left) {
        outer:
        while (left > 0) {
            switch (left) {
                case 1:
                    left = 2;
                    break;
                case 3:
                    break outer;
                default:
                    left--;
            }
        }
    }
}

class Stack {
    private int height;
}
