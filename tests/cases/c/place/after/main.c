enum color {
    RED,
    GREEN,
    COLOR_COUNT
};

enum level { MIDDLE = 3, HIGH };

int run(int x)
{
    switch (x) {
    case RED:
        x = 1;
        break;
    default:
        x = 3;
    }
    x = 4;
    return x;
}

struct box {
    int height;
    int width;
};

int count;
