using std::string;
using namespace std;

string a;
