"""Are the boundaries right, would a wrong one be seen, and how do others do on the same cuts?"""
