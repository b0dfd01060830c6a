"""The command line: one table of commands, each loaded only when it is asked for."""

import os
import sys
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module

from guichet.ground.config import BadConfig

DONE, FAILED = 0, 1
WRONG_USAGE = 2  # what argparse answers
INTERRUPTED = 130
EXITS = {
    DONE: "done",
    FAILED: "refused, failed, or something wrong was found",
    WRONG_USAGE: "the arguments are wrong",
    os.EX_TEMPFAIL: "not now: try again later, nothing was lost",
    os.EX_CONFIG: "a setting is wrong; its name is printed",
}


@dataclass(frozen=True)
class Command:
    """One command: what it does, where it lives, which exit codes it adds to 0, 2 and 78."""

    summary: str
    place: str
    exits: tuple[int, ...] = (FAILED,)
    needs_django: bool = True
    # A mail server that hears anything but 75 from a delivery returns the message to its sender.
    always_try_again: bool = False


COMMANDS = {
    "serve": Command(
        "Run the whole desk: pages, live updates, worker, mail door.", "guichet.supervisor:main", needs_django=False
    ),
    "prepare": Command("Migrate the database and make the caches; safe to repeat.", "guichet.preparation:main"),
    "check": Command("Say whether this installation is fit to run.", "guichet.checks:main"),
    "worker": Command("Carry out deferred work, send mail, and let time pass.", "guichet.doors.time.worker:main"),
    "tick": Command("Let time pass once: promises, reminders, retention.", "guichet.doors.time.tick:main"),
    "learn": Command("Learn from how requests were sorted here, at once.", "guichet.doors.time.learn:main"),
    "links": Command(
        "Look at once where the links of published pages lead.",
        "guichet.doors.time.links:main",
        exits=(FAILED, os.EX_TEMPFAIL),
    ),
    "erase": Command("Erase answers that were kept long enough, or say which are.", "guichet.doors.time.erasing:main"),
    "demo": Command("Fill an empty installation with the demonstration.", "guichet.doors.demo.run:main"),
    "load": Command("Read a scenario: organisations, services, staff, calendars.", "guichet.doors.scenario.load:main"),
    "plan": Command(
        "Take a service’s plan to a modeller (BPMN), and bring it back.", "guichet.doors.exchange.plan:main"
    ),
    "inventory": Command("Take in, or give out, the inventory of services.", "guichet.doors.exchange.inventory:main"),
    "receive": Command(
        "Store one message from standard input; 0 only once it is durable.",
        "guichet.doors.email.receive:main",
        exits=(os.EX_TEMPFAIL,),
        always_try_again=True,
    ),
    "intake": Command("Fetch the mailboxes.", "guichet.doors.email.intake:main", exits=(FAILED, os.EX_TEMPFAIL)),
    "outbox": Command(
        "Send what waits; hold or release it.", "guichet.doors.email.outbox:main", exits=(FAILED, os.EX_TEMPFAIL)
    ),
    "listen": Command("Keep the mail door open (SMTP, LMTP).", "guichet.doors.email.listen:main"),
    "catch": Command("Keep the demonstration's outgoing mail (SMTP).", "guichet.doors.email.catch:main"),
    "token": Command("Give a machine its token for the API; list and end tokens.", "guichet.doors.api.tokens:main"),
    "backup": Command(
        "Copy the database, the files and the keys, while the desk runs.", "guichet.doors.time.backup:backup"
    ),
    "restore": Command("Bring a copy back, verified, its outgoing mail held.", "guichet.doors.time.backup:restore"),
    "audit": Command("Verify the journal, or print its head.", "guichet.doors.time.audit:main"),
    "rebuild": Command("Derive a projection again from the first entry.", "guichet.doors.time.rebuild:main"),
    "manage": Command("Run a command of Django's.", "guichet.cli:manage", needs_django=False),
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command that the arguments name and return its exit code."""
    given = list(sys.argv[1:] if argv is None else argv)
    if not given or given[0] in ("-h", "--help", "help"):
        print(overview())
        return DONE if given else WRONG_USAGE
    name, rest = given[0], given[1:]
    if name not in COMMANDS:
        print(f"guichet: there is no command {name}; guichet --help lists them.", file=sys.stderr)
        return WRONG_USAGE
    return _run(name, COMMANDS[name], rest)


def overview() -> str:
    """Return the page of `guichet --help`."""
    width = max(map(len, COMMANDS))
    lines = [f"  {name:<{width}}  {command.summary}" for name, command in COMMANDS.items()]
    exits = [f"  {code:>2}  {meaning}" for code, meaning in EXITS.items()]
    return "\n".join(["usage: guichet COMMAND [--help] …", "", *lines, "", "exit codes:", *exits])


def manage(argv: Sequence[str]) -> int:
    """Hand the arguments to Django's own command line."""
    from django.core.management import execute_from_command_line

    execute_from_command_line(["guichet manage", *argv])
    return DONE


def _run(name: str, command: Command, argv: list[str]) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guichet.settings")
    try:
        return _target(name, command)(argv)
    except BadConfig as error:
        print(f"guichet: {error}", file=sys.stderr)
        return os.EX_TEMPFAIL if command.always_try_again else os.EX_CONFIG
    except KeyboardInterrupt:
        return INTERRUPTED
    except SystemExit as end:
        return _after_argparse(end, command, argv)
    except Exception:  # noqa: BLE001 - the last door: the trace is printed and the exit code says what to do
        traceback.print_exc()
        return os.EX_TEMPFAIL if command.always_try_again else FAILED


def _target(name: str, command: Command) -> Callable[[list[str]], int]:
    if command.needs_django:
        import django

        django.setup()
    module, _, function = command.place.partition(":")
    sys.argv[0] = f"guichet {name}"
    found: Callable[[list[str]], int] = getattr(import_module(module), function)
    return found


def _after_argparse(end: SystemExit, command: Command, argv: list[str]) -> int:
    """Complete the help that argparse has printed with the exit codes; pass any other end through."""
    if {"-h", "--help"} & set(argv):
        codes = sorted({DONE, WRONG_USAGE, os.EX_CONFIG, *command.exits})
        print("\nexit codes:", *(f"\n  {code:>2}  {EXITS[code]}" for code in codes), sep="")
    if isinstance(end.code, str):
        print(end.code, file=sys.stderr)
        return FAILED
    return int(end.code or DONE)


if __name__ == "__main__":
    raise SystemExit(main())
