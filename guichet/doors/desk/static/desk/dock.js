// The contact that one is having, docked below every page: it stays from page to page until it is concluded or put away,
// and what is opened meanwhile is kept with it. What was said of it is kept by keeping.js; here, since when, and of what.
const dock = document.querySelector("[data-dock]");
const held = () => JSON.parse(sessionStorage.guichetContact ?? "null");
const hold = (contact) => {
  if (contact) sessionStorage.guichetContact = JSON.stringify(contact);
  else sessionStorage.removeItem("guichetContact");
};
document.addEventListener("click", (event) => event.target.closest?.("[data-call-off]")?.closest("[data-call]").remove());
const bar = () => dock.querySelector("form.callbar");
let before;

const opened = () => {
  const ticket = document.querySelector("#ticket")?.dataset.ticket;
  const card = document.querySelector("[data-card]");
  if (ticket) return { value: `ticket:${ticket}`, words: `${ticket} ${document.querySelector("h1")?.textContent.trim() ?? ""}` };
  return card && { value: `person:${card.dataset.card}`, words: document.querySelector("h1").textContent.trim() };
};

const note = () => {
  const contact = held();
  const file = opened();
  if (!contact || !file || contact.opened.some((one) => one.value === file.value)) return;
  contact.opened.push({ ...file, isKept: true });
  hold(contact);
};

const showOpened = () => {
  const box = bar()?.querySelector("[data-consulted]");
  const files = held()?.opened ?? [];
  if (!box) return;
  box.hidden = !files.length;
  if ([...box.querySelectorAll("input")].map((one) => one.value).join() === files.map((one) => one.value).join()) return;
  box.querySelector(".picks").replaceChildren(...files.map((one) => {
    const line = document.createElement("label");
    line.className = "tickline";
    const tick = Object.assign(document.createElement("input"), { type: "checkbox", name: "consulted", value: one.value, checked: one.isKept });
    tick.dataset.unkept = ""; // it is kept here, from page to page
    line.append(tick, ` ${one.words}`);
    return line;
  }));
};

const dress = () => {
  for (const button of dock.querySelectorAll("[data-close-dock]")) button.hidden = false;
  const form = bar();
  if (!form) return hold();
  const since = form.elements.started;
  const contact = held() ?? { since: since.value, from: form.dataset.from, opened: [] };
  since.value = contact.since;
  hold(contact);
  note();
  showOpened();
};

const open = (focuses) => {
  const first = dock.querySelector("[data-first-now]") ?? dock.querySelector("[data-first]");
  if (!focuses || !first || dock.contains(document.activeElement)) return;
  before = document.activeElement;
  first.focus();
};

// Where the bar comes back from, on the next page, with whoever was chosen.
const addressOf = (from) => {
  const place = new URL(from, location.origin);
  for (const name of ["who", "caller"]) {
    const value = bar().elements[name]?.value;
    if (value) place.searchParams.set(name, value);
  }
  return place.pathname + place.search;
};

const close = () => {
  dock.replaceChildren();
  hold();
  before?.focus?.();
};

if (dock) {
  let isBack = false;
  document.addEventListener("htmx:afterSettle", (event) => {
    const root = event.detail.elt;
    if (root.closest?.("[data-dock]") || root.id === "dock") {
      dress();
      // Only the bar itself asks for the focus: a part of it that comes later does not, nor a bar that comes back.
      if (!["dock", "callbar"].includes(root.id)) return;
      open(!isBack);
      isBack = false;
    } else if (root.id === "ticket" || root.id === "peek") {
      note();
      showOpened();
    }
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest?.("[data-close-dock]")) close();
    if (event.target.closest?.("#callers input")) document.querySelector("[data-newcomer]").checked = false;
  });
  document.addEventListener("change", (event) => {
    const field = event.target;
    const contact = held();
    if (!contact || !bar()?.contains(field)) return;
    if (field.name === "consulted") contact.opened.find((one) => one.value === field.value).isKept = field.checked;
    // Another person was chosen: they are recognised before anything of theirs is shown.
    if (field.name === "caller") {
      bar().elements.identity.value = "";
      bar().querySelector("#file").replaceChildren();
    }
    hold({ ...contact, from: addressOf(contact.from) });
  });
  document.addEventListener("keydown", (event) => {
    const isDone = dock.querySelector(".callbar--done");
    if (event.key === "Escape" && (isDone || event.target.closest?.("[data-dock]"))) close();
  });
  const contact = held();
  if (contact && !document.querySelector("#callbar")) {
    isBack = true;
    htmx.ajax("GET", contact.from, { target: dock, swap: "innerHTML" });
  }
}
