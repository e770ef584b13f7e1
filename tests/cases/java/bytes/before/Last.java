class Last {}

class Two {}