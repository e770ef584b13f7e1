#define MAX 10 /* as many
                  as there are */
#define CHECK(x) do { \
    if (!(x)) return; \
} while (0)
#define KEEP 1

typedef int (*handler)(int);

/* What is old. */
struct old {
    int a;
};

struct item {
    int id;
    char *name; /* its name, of which
                   nobody speaks */
    union {
        int number;
        float real;
    } value;
};

enum color {
    RED,
    GREEN, /* as grass */
    BLUE
};

static const char *names[] = { "}", "b" };
static int used;

/* Adds.
 * Slowly. */
static inline __attribute__((always_inline)) int
add(int a, int b)
{
    return a + b; // }
}

long keep(void)
{
    return 1;
}
