// What others do meanwhile: who is where, and what changed, shown without a reload. What the reader holds stays as it
// is until they let it go: a part with the focus, a selection, an open menu or words in it waits.
const NUMBER = /G-\d{4}-\d{6}-\d/;
const CALM = 300;
const STAYS = 1500;
const ticketOf = () => document.querySelector("#ticket");
const address = document.querySelector("[data-live-all]")?.dataset.liveAll;
const opened = () => ticketOf()?.dataset.ticket ?? "";
const changed = new Set();
const late = new Set();
const told = new Set();
let others = {};
let pending;

const show = (link, count) => {
  if (!link) return;
  link.hidden = count === 0;
  link.querySelector("[data-live-count]").textContent = count;
};

const rows = () => [...document.querySelectorAll("[data-list] > li")];
const numberIn = (row) => NUMBER.exec(row.querySelector("a[href*=G-]")?.getAttribute("href") ?? "")?.[0];

const says = (words, into, name) => {
  const mark = into.querySelector(`:scope > .${name}`);
  if (mark?.textContent === words) return;
  mark?.remove();
  if (!words) return;
  const made = document.createElement("span");
  made.className = name;
  made.textContent = words;
  into.append(made);
};

const showOthers = () => {
  const here = others[opened()] ?? [];
  const box = document.querySelector("[data-here]");
  const words = here.map((one) => one.words).join(" · ");
  if (box && box.textContent !== words) box.textContent = words;
  const claims = here.filter((one) => one.writes).map((one) => one.words).join(" · ");
  for (const claim of document.querySelectorAll("[data-claim]")) claim.textContent = claims;
  for (const row of rows()) says((others[numberIn(row)] ?? []).map((one) => one.words).join(" · "), row.querySelector(".tk__meta") ?? row, "tk__here");
};

const isTouched = (form) =>
  [...form.elements].some((field) => ("defaultValue" in field ? field.type !== "hidden" && field.value !== field.defaultValue : false));

const isHeld = (part) => {
  const focus = document.activeElement;
  const chosen = getSelection();
  return (part !== focus && part.contains(focus)) || part.querySelector("[data-menu][open]") !== null ||
    (chosen && !chosen.isCollapsed && part.contains(chosen.anchorNode)) || [...part.querySelectorAll("form")].some(isTouched);
};

const renew = (part, fresh) => {
  if (!fresh || part.innerHTML === fresh.innerHTML) return;
  const open = [...part.querySelectorAll("details[id][open]")].map((one) => one.id);
  const isAtEnd = part.scrollHeight - part.scrollTop - part.clientHeight < 40;
  part.replaceChildren(...fresh.childNodes);
  for (const id of open) document.getElementById(id)?.setAttribute("open", "");
  if (part.matches("[data-stream]") && isAtEnd) part.scrollTop = part.scrollHeight;
  htmx.process(part);
};

const handles = (row) => [...row.querySelectorAll("a, button, input")];

const renewRow = (row, fresh) => {
  if (row.querySelector(":checked")) return;
  const focus = handles(row).indexOf(document.activeElement);
  row.className = fresh.className;
  row.replaceChildren(...fresh.childNodes);
  htmx.process(row);
  if (focus >= 0) handles(row)[focus]?.focus({ preventScroll: true });
};

const BESIDE = { "HX-Request": "true", "X-Peek": "1" };

const read = async (place, headers) => {
  const answer = await fetch(place, { headers }).catch(() => undefined);
  if (!answer?.ok || answer.redirected) return undefined;
  return new DOMParser().parseFromString(await answer.text(), "text/html");
};

const catchUp = async () => {
  const beside = ticketOf()?.dataset.renew;
  const [page, panel] = await Promise.all([read(location.href), beside && read(beside, BESIDE)]);
  if (!page || (beside && beside !== ticketOf()?.dataset.renew)) return;
  late.clear();
  for (const part of document.querySelectorAll("#ticket [data-part]")) {
    if (isHeld(part)) late.add(part.dataset.part);
    else renew(part, (panel || page).querySelector(`#ticket [data-part="${part.dataset.part}"]`));
  }
  show(document.querySelector("[data-live-ticket]"), late.has("stream") ? 1 : 0);
  const fresh = new Map([...page.querySelectorAll("[data-list] > li")].map((row) => [numberIn(row), row]));
  for (const row of rows()) {
    const number = numberIn(row);
    if (changed.has(number) && fresh.has(number)) renewRow(row, fresh.get(number));
    if (fresh.has(number)) changed.delete(number);
  }
  show(document.querySelector("[data-live-list]"), changed.size);
  showOthers();
};

const soon = () => {
  clearTimeout(pending);
  pending = setTimeout(catchUp, CALM);
};

const hear = (number) => {
  changed.add(number);
  const isHere = opened() === number || rows().some((row) => numberIn(row) === number);
  if (isHere) soon();
  else show(document.querySelector("[data-live-list]"), changed.size);
};

document.addEventListener("focusout", () => late.size && soon());
document.addEventListener("htmx:afterSettle", showOthers);

// Whoever follows a ticket hears that it changed, wherever they are.
const tell = (number) => {
  const words = document.querySelector('template[data-words="followed"]')?.content.cloneNode(true);
  const link = words?.querySelector("a");
  if (!link) return;
  link.href = link.href.replace(NUMBER, number);
  link.textContent = number;
  document.querySelector("#messages")?.replaceChildren(words);
};

let source;
let at;
const listen = () => {
  source?.close();
  at = opened();
  source = new EventSource(at ? `${address}?at=${at}` : address, { withCredentials: true });
  source.addEventListener("ticket", (event) => {
    const { number, followed } = JSON.parse(event.data);
    hear(number);
    if (followed && ticketOf()?.dataset.ticket !== number) tell(number);
  });
  // A call reaches whoever works here: it shows, and takes the focus from nobody.
  source.addEventListener("call", (event) => {
    const { call, rings, address: place } = JSON.parse(event.data);
    if (!rings) document.getElementById(`call-${call}`)?.remove();
    else if (!told.has(call)) htmx.ajax("GET", place, "#calls");
    told.add(call);
  });
  source.addEventListener("presence", (event) => {
    others = JSON.parse(event.data);
    showOthers();
  });
  source.addEventListener("closed", () => source.close());
};

if (address) {
  listen();
  document.addEventListener("guichet:signed-in", listen);
  // Whoever stays at a ticket in the panel is seen there, as on its page.
  document.addEventListener("htmx:afterSettle", () => setTimeout(() => opened() !== at && listen(), STAYS));
  addEventListener("pagehide", () => source.close());
}
