get(url)
get(retries=2)
get(url, retries=2)
get(
    url,
    retries=2,
)
get(
    url,
    retries=2,  # twice
)
get(url,
    # how long
    retries=2)
class Meta(Base):
    pass


class Only():
    pass


rows.sort(reverse=True)
