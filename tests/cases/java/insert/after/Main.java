import java.io.File;
import java.util.List;

class Main {
    int a;
    int b;

    void run() {
        if (a > b) {
            return;
        }
        f();
    }
}
