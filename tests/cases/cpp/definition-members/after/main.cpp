class Point {
public:
    ~Point();

private:
    int y_;
};

Point::~Point() {}
