#!/usr/bin/env python3
"""Django's own commands, for those who look for them here; `guichet manage …` is the same."""

import sys

from guichet.cli import main

if __name__ == "__main__":
    raise SystemExit(main(["manage", *sys.argv[1:]]))
