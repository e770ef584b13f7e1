namespace app {

template <>
class Box<int> {
    int value;
};

enum class Color : unsigned {
    Red,
};

typedef std::map<int, int> Numbers;

int keep;

} // namespace app

TEST(Suite, Kept) {
    EXPECT_EQ(2, 2);
}
