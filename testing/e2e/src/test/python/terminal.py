"""Runs a command at a terminal of its own; what comes by standard input are its keys."""

import fcntl
import os
import pty
import selectors
import signal
import struct
import sys
import termios

LINES, COLUMNS = 40, 200
PIECE = 65_536


def relay(terminal: int) -> None:
    """Keys to the terminal, and what it shows to standard output, until the command has ended."""
    ready = selectors.DefaultSelector()
    ready.register(terminal, selectors.EVENT_READ)
    ready.register(0, selectors.EVENT_READ)
    while True:
        for key, _ in ready.select():
            try:
                piece = os.read(key.fd, PIECE)
            except OSError:  # so Linux says that nobody is at the terminal's other side any more
                return
            if key.fd == terminal:
                os.write(1, piece)
            elif piece:
                os.write(terminal, piece)
            else:
                ready.unregister(0)


def main(command: list[str]) -> int:
    child, terminal = pty.fork()
    if child == 0:
        # As a shell at a terminal has it, whoever has started us: background jobs ignore Ctrl-C.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        os.execvp(command[0], command)
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
    relay(terminal)
    _, status = os.waitpid(child, 0)

    return os.waitstatus_to_exitcode(status)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
