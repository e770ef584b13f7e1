#include <vector>
#include "old.h"

using namespace std;

class Window : public Base {
    Q_OBJECT
    Q_PROPERTY(int width READ width)

public:
    void show();

private slots:
    void hide();
};

void f(vector<int>& all) {
    sort(all.begin(), all.end(), [](int a, int b) {
        return a > b; // };
    });
    keep(all);
}
