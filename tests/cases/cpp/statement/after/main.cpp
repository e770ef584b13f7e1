#include <vector>

class Window : public Base {
    Q_OBJECT

public:
    void show();

private slots:
};

void f(vector<int>& all) {
    keep(all);
}
