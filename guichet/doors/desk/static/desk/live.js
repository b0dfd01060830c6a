// What others do meanwhile: a count beside the page, never a change under the reader's hands.
const ticket = document.querySelector("#ticket[data-live]");
const list = document.querySelector("[data-live-list]");
const address = ticket?.dataset.live ?? list?.dataset.liveList;
const changed = new Set();

const show = (link, count) => {
  if (!link) return;
  link.hidden = count === 0;
  link.querySelector("[data-live-count]").textContent = count;
};

let onTicket = 0;
const hear = (number) => {
  changed.add(number);
  show(document.querySelector("[data-live-list]"), changed.size);
  const here = document.querySelector("#ticket")?.dataset.ticket;
  if (here === number) show(document.querySelector("[data-live-ticket]"), ++onTicket);
};

// The thread was read again: what was new is not new any more.
document.addEventListener("htmx:afterSettle", (event) => {
  if (["ticket", "thread"].includes(event.detail.elt.id)) onTicket = 0;
});

if (address) {
  const source = new EventSource(address, { withCredentials: true });
  source.addEventListener("ticket", (event) => hear(JSON.parse(event.data).number));
  source.addEventListener("closed", () => source.close());
  addEventListener("pagehide", () => source.close());
}
