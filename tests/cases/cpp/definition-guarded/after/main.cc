class Queue {
 public:
  static Queue MAKE_ONE(int size);

 private:
  Mutex mu_;
  bool done_ GUARDED_BY(mu_) = false;
};
