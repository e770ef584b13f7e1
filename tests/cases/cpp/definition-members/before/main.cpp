class Point {
public:
    Point() : x_(0), y_{0} {}
    explicit Point(int x)
        : x_(x),
          y_{0} {
    }
    ~Point();

    bool operator==(const Point& other) const;
    operator bool() const { return x_ != 0; }

    // Is old.
    virtual int old() const = 0;
    int old(int a) const;
    static int count;

private:
    int x_; // across
    int y_;
};

int Point::count = 0;

Point::~Point() {}

bool Point::operator==(const Point& other) const {
    return x_ == other.x_;
}

int Point::old(int a) const {
    return a;
}
