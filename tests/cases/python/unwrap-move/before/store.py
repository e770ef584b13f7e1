try:
    import etcd
except ImportError:
    import sql as etcd


class Store:
    @property
    def opened(self):
        return self.db is not None

    def connect(self):
        if USE_SQL:
            # The only way since 0.8.
            query = """
                SELECT 1
            """

            return sql(self,
                       query)
        else:
            return etcd.connect(self)

    # Used by everybody.
    @staticmethod
    def helper(value):
        log(value)
        return [
            value,
        ]

    def close(self):
        self.db = None
