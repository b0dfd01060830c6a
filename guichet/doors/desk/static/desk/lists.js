// Along a list by keys: j and k move, o peeks, the verbs of a ticket work on the row that one is at.
const list = () => document.querySelector("[data-list]");
const peek = document.querySelector("#peek");
const rows = () => [...document.querySelectorAll("[data-list] > li")];
const areOn = () => !("keysOff" in document.body.dataset);
const own = JSON.parse(document.body.dataset.keys ?? "{}");
const usualOf = (key) => Object.keys(own).find((usual) => own[usual] === key) ?? (key in own ? undefined : key);
const isTyping = (target) => target.closest?.("input:not([type=checkbox]), textarea, select, [contenteditable]");
const current = () => document.querySelector("[data-list] > li[data-at]");
const linkOf = (row) => row.querySelector("a");
const isOpen = () => Boolean(peek?.childElementCount);

const stand = (row) => {
  current()?.removeAttribute("data-at");
  row.setAttribute("data-at", "");
};

const open = (row) => row?.querySelector("[data-peek]")?.click();

const step = (by) => {
  const all = rows();
  const here = all.indexOf(current());
  const next = all[here < 0 ? 0 : Math.min(Math.max(here + by, 0), all.length - 1)];
  if (!next || next === all[here]) return;
  stand(next);
  next.scrollIntoView({ block: "nearest" });
  if (isOpen()) open(next);
  else linkOf(next).focus();
};

const close = () => {
  peek.replaceChildren();
  const row = current();
  if (row) linkOf(row).focus();
};

const picks = () => [...document.querySelectorAll("[data-pick]")];
const count = () => {
  const words = document.querySelector("[data-picked]");
  if (words) words.textContent = picks().filter((one) => one.checked).length;
};

let last;
const pick = (row, isRange) => {
  const all = rows();
  const box = row.querySelector("[data-pick]");
  if (!box) return;
  const from = isRange && all.includes(last) ? all.indexOf(last) : all.indexOf(row);
  const [start, end] = [from, all.indexOf(row)].sort((a, b) => a - b);
  const isChecked = isRange ? true : !box.checked;
  for (const one of all.slice(start, end + 1)) one.querySelector("[data-pick]").checked = isChecked;
  last = row;
  count();
};

document.addEventListener("change", (event) => event.target.matches?.("[data-pick]") && count());
document.addEventListener("reset", () => setTimeout(count));

// While the panel fetches another ticket it is inert: no key may act on the one that it still shows. A verb pressed
// meanwhile waits for the panel, and what is typed after it waits for its composer.
let then;
let typed = "";
const inPanel = (row, key) => {
  then = key;
  typed = "";
  if (!peek.inert) open(row);
};

const isWaiting = () => Boolean(then && peek?.inert);
const wait = (event) => {
  if (event.key === "Backspace") typed = typed.slice(0, -1);
  else if (event.key === "Enter") typed += "\n";
  else if (event.key.length === 1) typed += event.key;
  else return;
  event.preventDefault();
  event.stopImmediatePropagation();
};

const arrived = () => {
  peek.inert = false;
  if (!peek.contains(document.activeElement)) peek.focus({ preventScroll: true });
  if (!then) return;
  document.dispatchEvent(new CustomEvent("guichet:verb", { detail: then, cancelable: true }));
  const field = document.activeElement;
  if (typed && field.matches("textarea")) {
    field.setRangeText(typed, field.selectionStart, field.selectionEnd, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
  then = undefined;
};

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !isOpen() && list()) document.querySelector("#selection")?.reset();
  if (event.key === "Escape" && isOpen() && !event.defaultPrevented && !document.querySelector("dialog[open]")) close();
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || !areOn() || isTyping(event.target)) return;
  const key = usualOf(event.key) ?? "";
  const by = { j: 1, k: -1 }[key];
  const row = current();
  if (!list()) return;
  if (by) step(by);
  else if (row && ["x", "X"].includes(key)) pick(row, key === "X");
  else if (key === "o" && row && peek) open(row);
  else if (row && peek && key.length === 1 && list().dataset.list.includes(key)) inPanel(row, key);
  else return;
  event.preventDefault();
});

document.addEventListener("focusin", (event) => {
  const row = event.target.closest?.("[data-list] > li");
  if (row) stand(row);
});

document.addEventListener("click", (event) => {
  if (event.target.closest?.("[data-peek-close]")) close();
});

addEventListener("keydown", (event) => isWaiting() && !event.ctrlKey && !event.metaKey && wait(event), { capture: true });
document.addEventListener("htmx:beforeRequest", (event) => {
  if (peek && event.detail.target === peek) peek.inert = true;
});
const over = (event) => {
  const { target, successful, xhr } = event.detail;
  if (!peek || target !== peek) return;
  if (successful && isOpen()) return arrived();
  if (!xhr.status && event.type === "htmx:afterRequest") return; // given up for another row, or told below
  peek.inert = false;
  then = undefined;
};
for (const name of ["htmx:afterRequest", "htmx:sendError"]) document.addEventListener(name, over);

document.addEventListener("guichet:next", () => step(1));

document.addEventListener("guichet:verb", (event) => {
  const row = current();
  if (event.defaultPrevented || !row || !peek || (isOpen() && !peek.inert)) return;
  event.preventDefault();
  inPanel(row, event.detail);
});

// The browser goes to the row by itself, then takes the focus away from it: come after.
count();
document.querySelector("[data-results]")?.focus();
addEventListener("load", () => {
  const came = location.hash.startsWith("#tk-") && document.getElementById(location.hash.slice(1));
  if (came) setTimeout(() => linkOf(came).focus({ preventScroll: true }));
});
