"""Stopping cleanly: signals are blocked before any thread starts, then waited for."""

import signal

STOPS = {signal.SIGINT, signal.SIGTERM}


def block_signals() -> None:
    """Keep the signals that stop for `wait_to_be_stopped`: call it before the first thread starts."""
    signal.pthread_sigmask(signal.SIG_BLOCK, STOPS)


def wait_to_be_stopped() -> None:
    """Return when this process is asked to stop."""
    signal.sigwait(STOPS)
