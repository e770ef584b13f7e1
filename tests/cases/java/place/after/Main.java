class Queue {
    private int size;

    Queue(int size) {
        this.size = size;
    }

    int weight(String kind) {
        return switch (kind) {
            case "new" -> 2;
            default -> 3;
        };
    }
}

class Stack {
    private int height;

    void drain(int left) {
        while (left > 0) {
            switch (left) {
                case 1:
                    left = 2;
                    break;
                default:
                    left--;
            }
        }
    }
}
