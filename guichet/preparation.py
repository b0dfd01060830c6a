"""What a new or newer version needs before it serves: tables, caches, collected files."""

import argparse
from collections.abc import Sequence

from django.core.management import call_command


def main(argv: Sequence[str]) -> int:
    """Bring the database and the static files to this version; running it twice changes nothing."""
    parser = argparse.ArgumentParser(prog="guichet prepare", description=__doc__)
    parser.add_argument("--quiet", action="store_true", help="say nothing when all goes well")
    verbosity = 0 if parser.parse_args(argv).quiet else 1
    call_command("migrate", interactive=False, verbosity=verbosity)
    call_command("createcachetable", verbosity=verbosity)
    call_command("collectstatic", interactive=False, verbosity=0)
    return 0
