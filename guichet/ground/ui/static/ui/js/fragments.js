// What htmx does not do by itself: say aloud that a request failed, keep the words typed, and focus the errors.
const say = (kind) => {
  const words = document.querySelector(`template[data-words="${kind}"]`);
  const region = document.querySelector("#messages");
  if (words && region) region.replaceChildren(words.content.cloneNode(true));
};

document.addEventListener("htmx:sendError", () => say("offline"));
document.addEventListener("htmx:responseError", () => say("failed"));

// A form refused by the server comes back as 422 with its errors beside the fields: show it like any other answer.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.xhr.status !== 422) return;
  event.detail.shouldSwap = true;
  event.detail.isError = false;
});

for (const summary of document.querySelectorAll("[data-errors]")) summary.focus();

// A swap never loses the focus. What had it gets it again, in an open composer if it is being typed in; what is gone, or
// was just sent, leaves it to what stands nearest around it.
const FOCUSABLE = "a[href], button, summary, select, textarea, input:not([type=hidden])";
const isSeen = (element) => element.checkVisibility();
let held;

const nearest = (id) => {
  const place = document.getElementById(id);
  if (!place) return undefined;
  return [place, ...place.querySelectorAll(FOCUSABLE)].find((one) => isSeen(one) && (one.matches(FOCUSABLE) || one.hasAttribute("tabindex")));
};

document.addEventListener("htmx:beforeSwap", (event) => {
  const { target, xhr, requestConfig } = event.detail;
  const focus = document.activeElement;
  held = undefined;
  if (!target?.contains(focus)) return;
  const ids = [];
  for (let one = focus; one; one = one.parentElement) if (one.id) ids.push(one.id);
  const isText = focus.matches("textarea, input");
  const isSent = isText && xhr.status < 300 && requestConfig.verb !== "get" && requestConfig.elt.closest("form") === focus.form;
  held = { ids, isText, isSent, at: isText && [focus.selectionStart, focus.selectionEnd] };
});

document.addEventListener("htmx:afterSettle", () => {
  if (!held) return;
  const { ids, isText, isSent, at } = held;
  held = undefined;
  const same = document.getElementById(ids[0]);
  if (isText && !isSent && same?.matches("textarea, input")) {
    for (let one = same.closest("details"); one; one = one.parentElement.closest("details")) one.open = true;
    same.focus({ preventScroll: true });
    if (same.matches("textarea")) same.setSelectionRange(...at);
  }
  if (isSent) document.activeElement.blur();
  if (document.activeElement !== document.body) return;
  const around = isSent ? ids.filter((id) => document.getElementById(id)?.hasAttribute("tabindex")) : ids;
  for (const place of around.map(nearest)) if (place) return place.focus({ preventScroll: true });
});

document.addEventListener("htmx:afterSettle", (event) => event.detail.elt.querySelector?.("[data-errors]")?.focus());
