mod kept {}
