// Single-key verbs: an element with data-key="r" is activated when that key is pressed outside a field.
// "?" opens the list of keys, which is read from the page; the keys can be switched off there. Who chose other keys has
// them in data-keys of the body: usual key -> their own.
const areOn = () => !("keysOff" in document.body.dataset);
const own = JSON.parse(document.body.dataset.keys ?? "{}");
const ownOf = (key) => own[key] ?? key;

const isTyping = (target) =>
  target instanceof HTMLElement && (target.isContentEditable || target.closest("input:not([type=checkbox], [type=radio]), textarea, select"));

// What is folded into a menu is there as soon as the menu is.
const menuOf = (element) => element.parentElement?.closest("details[data-menu]:not([open])");
const isVisible = (element) => !element.closest("[inert]") && isVisibleAt(menuOf(element) ?? element);
const isVisibleAt = (element) => element.getClientRects().length > 0;

const verbWhose = (isMeant) => {
  const scope = document.querySelector("dialog[open]") ?? document;
  return [...scope.querySelectorAll("[data-key]")].find((element) => isMeant(element.dataset.key) && isVisible(element));
};

const activate = (element) => {
  const opener = element instanceof HTMLDetailsElement ? element.querySelector("summary") : element;
  if (opener.matches("input:not([type=checkbox], [type=radio]), textarea, select")) {
    opener.focus();
    opener.select?.();
    return;
  }
  const menu = opener !== element && menuOf(element);
  if (menu) menu.open = true;
  opener.click();
  if (element instanceof HTMLDetailsElement && element.open) element.querySelector("textarea, input:not([type=hidden]), select")?.focus();
};

const press = (element) => {
  activate(element);
  document.dispatchEvent(new CustomEvent("guichet:acted", { detail: element.dataset.key }));
};

const nameOf = (element) => {
  if (element.dataset.keyName) return element.dataset.keyName;
  const copy = (element instanceof HTMLDetailsElement ? element.querySelector("summary") : element).cloneNode(true);
  for (const part of copy.querySelectorAll(".key, .who-reads, svg")) part.remove();
  return (element.getAttribute("aria-label") ?? copy.textContent).replace(/\s+/g, " ").trim();
};

const row = (key, name) => {
  const line = document.createElement("div");
  const term = document.createElement("dt");
  const mark = document.createElement("kbd");
  mark.className = "key";
  mark.textContent = key;
  term.append(mark);
  const what = document.createElement("dd");
  what.textContent = name;
  line.append(term, what);
  return line;
};

const listKeys = (list) => {
  const seen = new Map();
  for (const element of document.querySelectorAll("[data-key]")) {
    if (!seen.has(element.dataset.key)) seen.set(element.dataset.key, nameOf(element));
  }
  list.replaceChildren(...[...seen].map(([key, name]) => row(ownOf(key), name)));
};

const label = () => {
  for (const mark of document.querySelectorAll("[data-key] .key, .key[data-usual]")) {
    const usual = mark.dataset.usual ?? mark.closest("[data-key]").dataset.key;
    if (own[usual]) mark.textContent = own[usual];
  }
};

if (Object.keys(own).length) {
  label();
  document.addEventListener("htmx:afterSettle", label);
}

const openHelp = () => {
  const help = document.querySelector("dialog[data-keys-help]");
  if (!help || help.open) return;
  listKeys(help.querySelector("[data-keys-list]"));
  help.querySelector("[data-keys-switch]").checked = areOn();
  help.showModal();
};

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (isTyping(event.target)) return;
  if (event.key === "?") {
    event.preventDefault();
    openHelp();
    return;
  }
  const verb = areOn() && event.key.length === 1 ? verbWhose((key) => ownOf(key) === event.key) : undefined;
  if (!verb) return;
  event.preventDefault();
  press(verb);
});

// A verb asked for by its usual key, whatever the keyboard: from the palette, or once a panel is open.
document.addEventListener("guichet:verb", (event) => {
  const verb = verbWhose((key) => key === event.detail);
  if (!verb) return;
  event.preventDefault();
  press(verb);
});

document.addEventListener("change", (event) => {
  if (event.target.matches?.("[data-keys-switch]")) document.body.toggleAttribute("data-keys-off", !event.target.checked);
});

document.addEventListener("click", (event) => {
  if (event.target.closest?.("[data-keys-open]")) openHelp();
});
