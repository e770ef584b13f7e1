#ifndef BOX_H
#define BOX_H

namespace app {
class API_EXPORT Box {
public:
    int keep();
};
} // namespace app

#endif // BOX_H
