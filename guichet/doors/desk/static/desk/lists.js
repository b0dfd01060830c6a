// j and k move along a list of links; Enter, on a link, is the browser's own.
const links = () => [...document.querySelectorAll("[data-list] a")].filter((link) => link.getClientRects().length);
const areOn = () => localStorage.getItem("guichet-keys") !== "off";
const isTyping = (target) => target.closest?.("input, textarea, select, [contenteditable]");

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || !areOn() || isTyping(event.target)) return;
  const step = { j: 1, k: -1 }[event.key];
  const all = step ? links() : [];
  if (!all.length) return;
  event.preventDefault();
  const here = all.indexOf(document.activeElement);
  all[here < 0 ? 0 : Math.min(Math.max(here + step, 0), all.length - 1)].focus();
});
