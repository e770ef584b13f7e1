class Error(Exception):
    code = 1


# Goes.
class Gone:
    only = 1


def run():
    old_call(1)


try:
    run()
except OSError:
    old_handler()

with lock:
    with other:
        old_with()

done = True
