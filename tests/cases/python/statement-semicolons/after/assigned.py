old_call(); limit = 3
