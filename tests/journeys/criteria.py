"""What the RGAA asks of a page beyond axe, as far as a machine can tell: docs/reference/accessibility.md names each."""

from playwright.sync_api import Page

PERSONAL = ("name", "email", "phone", "postal")
# Each check returns what is wrong; its name is the criterion of the RGAA 4.1.
CHECKS = r"""
personal => {
  const found = [], one = selector => [...document.querySelectorAll(selector)];
  const words = element => element.textContent.replace(/\s+/g, ' ').trim();
  const seen = element => element.checkVisibility();
  const named = element => [element.getAttribute('aria-label') || words(element)].join('');
  const told = (criterion, what) => found.push(`${criterion}: ${what}`);

  const heads = one('h1, h2, h3, h4, h5, h6').filter(seen);
  if (heads.filter(head => head.matches('h1')).length !== 1) told('9.1', 'not one h1');
  heads.reduce((before, head) => {
    const level = Number(head.tagName[1]);
    if (level > before + 1) told('9.1', `h${before} then ${head.outerHTML.slice(0, 80)}`);
    return level;
  }, 0);

  const first = one('a[href], button, input, select, textarea, summary, [tabindex="0"]').find(seen);
  const skips = first ? first.getAttribute('href') || '' : '';
  if (!skips.startsWith('#') || !document.querySelector(skips)) told('12.7', 'no skip link comes first');
  for (const [criterion, landmark] of [['9.2', 'main']])
    if (one(landmark).filter(seen).length !== 1) told(criterion, `not one ${landmark}`);
  const navs = one('nav').map(nav => nav.getAttribute('aria-label') || nav.getAttribute('aria-labelledby') || '');
  if (navs.length !== new Set(navs).size || navs.includes('')) told('12.2', `navigations named alike: ${navs}`);

  const leads = new Map();
  for (const link of one('a[href]').filter(seen)) {
    const name = named(link).toLowerCase(), there = link.href.replace(/#.*$/, '');
    const part = link.closest('nav, section'), around = words(link.closest('li, p, td, dd, h2, h3') || link)
      + (part ? part.getAttribute('aria-label') || part.getAttribute('aria-labelledby') : '');
    if (!name) told('6.2', link.outerHTML.slice(0, 100));
    const known = leads.get(name);
    if (known && known.there !== there && known.around === around) told('6.1', `“${name}” leads to two places`);
    leads.set(name, {there, around});
  }

  for (const table of one('table').filter(seen)) {
    const region = table.closest('[role="region"][aria-label], [aria-labelledby]');
    const own = table.caption || table.getAttribute('aria-label') || table.getAttribute('aria-labelledby');
    if (!own && !region) told('5.4', table.outerHTML.slice(0, 80));
    for (const head of table.querySelectorAll('th')) if (!head.scope) told('5.7', head.outerHTML.slice(0, 80));
  }

  for (const field of one('input, textarea')) {
    const asks = field.type === 'email' || field.type === 'tel' || personal.includes(field.name);
    if (asks && seen(field) && !field.getAttribute('autocomplete')) told('11.13', field.outerHTML.slice(0, 100));
  }
  for (const group of one('fieldset').filter(seen))
    if (!group.querySelector('legend')) told('11.6', group.outerHTML.slice(0, 80));
  for (const image of one('img, svg')) {
    const decorative = image.getAttribute('aria-hidden') === 'true' || image.getAttribute('alt') === '';
    const said = ['alt', 'aria-label', 'aria-labelledby'].some(name => image.getAttribute(name));
    if (seen(image) && !decorative && !said) told('1.1', image.outerHTML.slice(0, 80));
  }
  for (const part of one('[lang]')) if (!/^(fr|en)(-CA)?$/.test(part.lang)) told('8.8', part.outerHTML.slice(0, 80));
  return found;
}
"""
SPACED = "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }"
NARROW = 320


def faults_by_criterion(page: Page) -> list[str]:
    """Return what is wrong with the page that is shown, by the criterion that says so."""
    found: list[str] = page.evaluate(CHECKS, PERSONAL)
    page.set_viewport_size({"width": NARROW, "height": 900})
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    found += _beyond(page, "10.4 and 10.11: letters twice as large")
    page.evaluate("document.documentElement.style.fontSize = ''")
    # A sheet made by a script: what a page may load is not touched.
    page.evaluate("css => (document.adoptedStyleSheets = [new CSSStyleSheet()])[0].replaceSync(css)", SPACED)
    found += _beyond(page, "10.12: letters spaced")
    page.evaluate("() => { document.adoptedStyleSheets = []; }")
    return found


def _beyond(page: Page, what: str) -> list[str]:
    beyond = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return [f"{what}, {beyond} px beyond {NARROW}"] if beyond > 0 else []


def titles_alike(titles: dict[str, str]) -> list[str]:
    """Return the addresses that two pages cannot be told apart by their titles (8.6); what follows `?` is one page."""
    first: dict[str, str] = {}
    found = []
    for address, title in titles.items():
        path = address.partition("?")[0]
        if first.setdefault(title, path) != path:
            found.append(f"8.6: {address} and {first[title]} are both “{title}”")
    return found
