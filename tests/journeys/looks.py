"""What is wrong with a page that a browser shows: for axe, in both themes, at each width."""

from importlib.resources import files

from playwright.sync_api import Page

WIDTHS = (1280, 360)
NARROWEST = 320
AXE: dict[str, object] = {"resultTypes": ["violations"], "preload": False}
COLOURS: dict[str, object] = {"runOnly": ["color-contrast"]}  # all that changes with the theme
SCRIPT = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")


def violations(page: Page, options: dict[str, object]) -> list[str]:
    """Return what axe says of the page that is shown."""
    found = page.evaluate("options => axe.run(document, options)", options)["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found]


def faults_of(page: Page, language: str) -> list[str]:
    """Return everything that is wrong with the page that is shown."""
    found = [] if page.evaluate("document.documentElement.lang") == f"{language}-CA" else ["another language"]
    page.evaluate(SCRIPT)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        found += [f"{one} at {width}" for one in violations(page, AXE)]
    page.emulate_media(color_scheme="dark")
    found += [f"{one} in the dark" for one in violations(page, AXE | COLOURS)]
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": NARROWEST, "height": 900})
    beyond = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return [*found, *([f"{beyond} px beyond {NARROWEST}"] if beyond > 0 else [])]
