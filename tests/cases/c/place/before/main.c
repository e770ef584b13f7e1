enum color {
    RED,
    GREEN,
    BLUE,
    COLOR_COUNT
};

enum level { LOW = 2, MIDDLE, HIGH };

int run(int x)
{
    switch (x) {
    case RED:
        x = 1;
        break;
    case GREEN:
        x = 2;
        break;
    default:
        x = 3;
        goto out;
    }
    x = 4;
out:
    return x;
}

struct box {
    int height;
    int width;
};

int count;
