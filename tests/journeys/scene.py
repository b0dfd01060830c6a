"""A page on which fragments are applied one after the other, and compared with the page loaded again."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve, reverse
from playwright.sync_api import Page, Request

from tests.browser import unfolded

# What stands in a part of the page, without what belongs to one moment: tokens, counts of seconds, who is here, what
# was just saved, marks that htmx leaves, menus that were opened by hand.
NORMAL = """(selector) => {
  const place = document.querySelector(selector), copy = place.cloneNode(true), lines = [];
  const passing = "form.undo:has(#undo-field, #undo-macro), [data-live-count], .wrong-here, .leftover, noscript";
  const counted = "[data-seconds], [data-here], [data-claim], [id^=kept-]";
  const forgotten = ["tabindex", "data-undo", "data-mode", "style"];
  for (const one of copy.querySelectorAll(passing)) one.remove();
  for (const one of copy.querySelectorAll(counted)) one.textContent = "";
  const classes = (value) => value.split(" ").filter((word) => word && !word.startsWith("htmx-")).join(" ");
  const isKept = (one, name) => !forgotten.includes(name) && !(name === "open" && one.matches("[data-menu], .act"));
  const write = (one) => {
    const text = one.nodeType === Node.TEXT_NODE ? one.textContent.trim().replace(/\\s+/g, " ") : "";
    if (text) lines.push(text);
    if (one.nodeType !== Node.ELEMENT_NODE || one.name === "csrfmiddlewaretoken") return;
    const said = [...one.attributes].filter(({ name }) => isKept(one, name));
    const shown = said.map(({ name, value }) => `${name}="${name === "class" ? classes(value) : value}"`);
    lines.push(`<${one.localName} ${shown.filter((word) => word !== 'class=""').sort().join(" ")}>`);
    one.childNodes.forEach(write);
  };
  write(copy);
  for (const one of place.querySelectorAll("textarea")) lines.push(one.value);
  return lines;
}"""
Arranged = dict[str, Any]  # what the scenes have before them, by name
IDLE = "() => window.htmx && !document.querySelector('.htmx-request, .htmx-swapping, .htmx-settling')"
HELD = "() => document.activeElement !== document.body && document.activeElement.checkVisibility()"


def named(address: str) -> str:
    try:
        return resolve(urlsplit(address).path).url_name or ""
    except Resolver404:
        return ""


def is_fragment(request: Request) -> bool:
    return request.headers.get("hx-request") == "true"


class Scene:
    """A page, and the fragments that were applied to it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.applied: set[str] = set()

    def open(self, name: str, *args: Any, query: str = "") -> None:
        """Show a page, ready."""
        self.page.goto(reverse(name, args=args) + query)
        self.page.wait_for_function(IDLE)

    def apply(self, name: str, act: Callable[[], object]) -> None:
        """Do what asks for a fragment, and wait until it is there."""
        with self.page.expect_response(lambda got: named(got.url) == name and is_fragment(got.request)) as got:
            act()
        assert got.value.status < 400, f"{name}: {got.value.status}"
        self.page.wait_for_function(IDLE)
        self.applied.add(name)
        assert self.page.evaluate(HELD), f"{name}: the focus is lost"

    def shown(self, part: str) -> list[str]:
        """Return what a part of the page shows."""
        return list(self.page.evaluate(NORMAL, part))

    def same(self, name: str, act: Callable[[], object], part: str = "#ticket", again: str = "") -> None:
        """Apply a fragment, load the page again (or another address of it), and compare."""
        self.apply(name, act)
        fragment = self.shown(part)
        self.page.goto(again) if again else self.page.reload()
        self.page.wait_for_function(IDLE)
        assert fragment == self.shown(part), name

    def click(self, selector: str) -> Callable[[], None]:
        """Return a press of what can be pressed."""
        return lambda: unfolded(self.page, selector).click()

    def send(self, summary: str, button: str, **typed: str) -> Callable[[], None]:
        """Return: open a form, fill it in, send it."""

        def act() -> None:
            if summary and not self.page.locator(button).first.is_visible():
                unfolded(self.page, summary).click()
            for field, words in typed.items():
                self.page.locator(f"#{field.replace('_', '-')}").first.fill(words)
            self.page.locator(button).first.click()

        return act
