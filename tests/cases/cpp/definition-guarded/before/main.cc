class Queue {
 public:
  static Queue MAKE_ONE(int size);

 private:
  Mutex mu_;
  // How many wait.
  int total_ GUARDED_BY(mu_);
  bool done_ GUARDED_BY(mu_) = false;
  struct Node* head_ PT_GUARDED_BY(this->mu_);
};
