"""Options of the tests."""


def pytest_addoption(parser):
    parser.addoption(
        "--rewrite", action="store_true", help="write golden files anew instead of comparing them"
    )
