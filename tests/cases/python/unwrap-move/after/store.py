import sql as etcd


class Store:
    def connect(self):
        # The only way since 0.8.
        query = """
                SELECT 2
            """

        return sql(self,
                   query)

    def close(self):
        self.db = None

    @property
    def opened(self):
        return self.db is not None
