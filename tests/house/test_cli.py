"""The command line: help at once, exit codes as documented."""

import os
import subprocess
import sys
from importlib import import_module

import pytest

from guichet import cli


def test_help_lists_every_command_and_every_exit_code(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--help"]) == 0

    said = capsys.readouterr().out
    assert all(f"  {name} " in said for name in cli.COMMANDS)
    assert all(f"{code}  {meaning}" in said for code, meaning in cli.EXITS.items())


def test_no_command_or_an_unknown_one_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main([]) == 2
    assert cli.main(["sreve"]) == 2
    assert "sreve" in capsys.readouterr().err


@pytest.mark.parametrize("name", [name for name in cli.COMMANDS if name != "manage"])
def test_every_command_exists_and_explains_itself(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    module, _, function = cli.COMMANDS[name].place.partition(":")
    assert callable(getattr(import_module(module), function))

    assert cli.main([name, "--help"]) == 0

    assert "exit codes:" in capsys.readouterr().out


def test_the_overview_is_printed_without_loading_django() -> None:
    code = "import sys; from guichet.cli import main; main(['--help']); sys.exit('django' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], stdout=subprocess.DEVNULL, check=False).returncode == 0


@pytest.mark.parametrize(("command", "exit_code"), [("check", os.EX_CONFIG), ("receive", os.EX_TEMPFAIL)])
@pytest.mark.proves("I02")
def test_a_wrong_setting_ends_78_but_never_loses_a_delivery(command: str, exit_code: int) -> None:
    environ = {**os.environ, "GUICHET_PORT": "eight"}
    done = subprocess.run(
        [sys.executable, "-m", "guichet.cli", command],
        env=environ,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        check=False,
    )

    assert done.returncode == exit_code
    assert "GUICHET_PORT: expected a port" in done.stderr
