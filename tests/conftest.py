"""Started in the background of a shell, a process ignores Ctrl-C and hands that on to its children:
tests of Ctrl-C need it as a terminal gives it."""

import signal

signal.signal(signal.SIGINT, signal.default_int_handler)
