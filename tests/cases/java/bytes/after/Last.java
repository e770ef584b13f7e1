class Last {}
