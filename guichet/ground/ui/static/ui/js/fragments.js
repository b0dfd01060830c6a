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

document.addEventListener("htmx:afterSettle", (event) => event.detail.elt.querySelector?.("[data-errors]")?.focus());

for (const summary of document.querySelectorAll("[data-errors]")) summary.focus();
