// The palette: one field from which one does, goes and finds, on Ctrl+K or ⌘K. The server says what there is; the focus
// stays in the field. Ctrl+. does the last thing again, without asking.
const dialog = document.querySelector("dialog[data-palette]");
const field = dialog?.querySelector("[role=combobox]");
const hits = () => [...dialog.querySelectorAll("[role=option]:not([aria-disabled])")];
const chosen = () => dialog.querySelector("[role=option][aria-selected=true]");
const inView = () =>
  document.querySelector("#ticket[data-ticket]")?.dataset.ticket ?? document.querySelector("[data-list] > li[data-at] [data-pick]")?.value ?? "";
const press = (key) => !document.dispatchEvent(new CustomEvent("guichet:verb", { detail: key, cancelable: true }));

const choose = (hit) => {
  for (const one of hits()) one.setAttribute("aria-selected", one === hit);
  field.setAttribute("aria-activedescendant", hit?.id ?? "");
  hit?.scrollIntoView({ block: "nearest" });
};

const remember = (code, way) => {
  if (code) sessionStorage.guichetLast = JSON.stringify({ code, way });
};
const last = () => JSON.parse(sessionStorage.guichetLast ?? "{}");

const open = () => {
  const { at, last: again } = field.form.elements;
  [at.value, again.value, field.value] = [inView(), last().code ?? "", ""];
  if (!dialog.open) dialog.showModal();
  field.focus();
  htmx.trigger(field, "palette");
};

const goThenPress = (hit) => {
  sessionStorage.guichetThen = hit.dataset.verb;
  location.assign(hit.getAttribute("href") ?? hit.getAttribute("formaction"));
};

const act = (hit) => {
  dialog.close();
  remember(hit.dataset.code, hit.dataset.verb ? "" : hit.getAttribute("href"));
  if (!press(hit.dataset.verb)) goThenPress(hit);
};

const again = () => {
  const { code, way } = last();
  if (code?.startsWith("act-")) press(code.slice(4));
  else if (way) location.assign(way);
};

const step = (by) => {
  const all = hits();
  if (all.length) choose(all[(all.indexOf(chosen()) + by + all.length) % all.length]);
};

if (dialog) {
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.isComposing) return;
    if (event.key === "k") open();
    else if (event.key === ".") again();
    else return;
    event.preventDefault();
  });
  document.addEventListener("click", (event) => {
    const opener = event.target.closest?.("[data-palette-open]");
    if (!opener) return;
    event.preventDefault();
    open();
  });
  document.addEventListener("guichet:acted", (event) => {
    if (dialog.dataset.verbs.includes(event.detail)) remember(`act-${event.detail}`);
  });

  field.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown") step(1);
    else if (event.key === "ArrowUp") step(-1);
    else if (event.key === "Enter") chosen()?.click();
    else return;
    event.preventDefault();
  });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog || event.target.closest("[data-palette-close]")) return dialog.close();
    const hit = event.target.closest("[role=option]");
    if (!hit) return;
    if (!hit.dataset.verb) return remember(hit.dataset.code, hit.getAttribute("href"));
    event.preventDefault();
    act(hit);
  });
  dialog.addEventListener("htmx:afterSettle", () => {
    choose(hits()[0]);
    dialog.querySelector("[data-palette-said]").textContent = dialog.querySelector("[data-said]")?.dataset.said ?? "";
  });
  for (const mark of document.querySelectorAll("[data-palette-open] .key, [data-palette] .keys .key")) {
    if (/Mac|iP/.test(navigator.platform)) mark.textContent = mark.textContent.replace("Ctrl", "⌘");
  }
  addEventListener("load", () => {
    const key = sessionStorage.guichetThen;
    delete sessionStorage.guichetThen;
    if (key) press(key);
  });
}
