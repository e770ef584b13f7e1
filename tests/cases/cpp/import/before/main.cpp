using std::string;
using std::vector;
using boost::optional;
using namespace std;

string a;
