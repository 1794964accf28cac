"""Started in the background of a shell, a process ignores Ctrl-C and hands that on to its children:
tests of Ctrl-C need it as a terminal gives it. Data folders find the database that is meant for
them.
"""

import signal

from tests.homes import databases_end_with_their_test, folders_find_their_databases

__all__ = ["databases_end_with_their_test", "folders_find_their_databases"]

signal.signal(signal.SIGINT, signal.default_int_handler)
