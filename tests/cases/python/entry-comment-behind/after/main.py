call(group(
    one  # the first
))
