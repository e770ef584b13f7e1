class Main {

    int a;


    void one() {

        second();
    }
}
