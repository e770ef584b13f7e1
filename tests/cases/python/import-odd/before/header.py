if True: import lone
