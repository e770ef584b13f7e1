call(group(
    one,  # the first
    etcd,  # the old store
    last=1  # the last
))
