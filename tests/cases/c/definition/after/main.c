#define KEEP 1

struct item {
    int id;
    union {
        int number;
    } value;
};

enum color {
    RED
};

static int used;

long keep(void)
{
    return 1;
}
