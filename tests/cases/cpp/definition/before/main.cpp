namespace app {

namespace old {
int inside;
} // namespace old

/// Holds one.
template <typename T>
class Box final : public Base<T> {
public:
    Box() = default;
};

template <>
class Box<int> {
    int value;
};

enum class Color : unsigned {
    Red,
    Green = 2,
};

using Names = std::vector<std::string>;
typedef std::map<int, int> Numbers;

[[nodiscard]] inline int twice(int a) { return 2 * a; }
FOO_EXPORT int shared(const char* text);

int keep;

} // namespace app

TEST(Suite, Old) {
    EXPECT_EQ(1, 1);
}

TEST(Suite, Kept) {
    EXPECT_EQ(2, 2);
}
