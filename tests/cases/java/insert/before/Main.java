import java.util.List;

class Main {
    int a;

    void run() {
        f();
    }
}
