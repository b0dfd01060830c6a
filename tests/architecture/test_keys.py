"""Keys are letters alone: nothing that a browser, a screen reader or a French keyboard has taken already."""

import pytest

from tests.architecture import sources


@pytest.mark.proves("C04")
def test_no_script_waits_for_alt_and_no_page_gives_a_key_of_its_own_to_a_browser() -> None:
    scripts = {path: path.read_text() for path in sources.PACKAGE.rglob("*.js") if "vendor" not in path.parts}
    asks = [
        f"{sources.shown(path)}:{number} {line.strip()}"
        for path, text in scripts.items()
        for number, line in enumerate(text.splitlines(), 1)
        if "altKey" in line and not ("|| event.altKey" in line and "return" in line)
    ]
    assert asks == []
    assert sum("altKey" in text for text in scripts.values()) >= 3  # whatever has Alt with it is left alone
    assert [name for name, path in sources.templates().items() if "accesskey" in path.read_text()] == []
