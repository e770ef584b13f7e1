class Main {

    int a;

    int b;


    void one() {

        first();

        second();
    }

    void two() {}
}

class Last {}
