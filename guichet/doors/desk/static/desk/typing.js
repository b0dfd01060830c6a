// Words being typed: sent with Ctrl+Enter, taken back while there is time. keeping.js keeps them through a refresh.
document.addEventListener("htmx:beforeSwap", (event) => {
  const target = event.detail.target;
  if (target?.id !== "ticket") return;
  // Old and new stand side by side for an instant: one group of exclusive details would close the new one.
  for (const composer of target.querySelectorAll("details[name]")) composer.removeAttribute("name");
});

const toTheEnd = () => {
  const stream = document.querySelector("[data-stream]");
  if (stream) stream.scrollTop = stream.scrollHeight;
};

document.addEventListener("htmx:afterSettle", (event) => {
  const root = event.detail.elt;
  if (root.id === "ticket" || root.id === "thread") toTheEnd();
  if (root.id === "macro" && root.firstElementChild) {
    // Opened here, so that the composer that was open closes.
    root.firstElementChild.open = true;
    root.querySelector("[autofocus]")?.focus();
  }
  startUndo();
});

const question = (form, isQuestion) => {
  form.dataset.mode = isQuestion ? "question" : "reply";
  form.querySelector("[data-question]")?.classList.toggle("btn--main", isQuestion);
  form.querySelector("[data-default]")?.classList.toggle("btn--main", !isQuestion);
};

document.addEventListener("click", (event) => {
  const opener = event.target.closest?.("[data-opens]");
  if (opener) {
    const composer = document.getElementById(opener.dataset.opens);
    if (!composer) return;
    event.preventDefault();
    composer.open = true;
    if (composer.querySelector("[data-next]")) composer.querySelector("form").dataset.mode = opener.dataset.key === "E" ? "next" : "";
    composer.scrollIntoView({ block: "nearest" });
    document.getElementById(opener.dataset.checks)?.click();
    composer.querySelector("input:not([type=hidden], [type=radio]), textarea")?.focus();
    if (composer.querySelector("[data-question]")) question(composer.querySelector("form"), opener.dataset.key === "q");
  }
  const pressed = event.target.closest?.("[data-press]");
  if (pressed) {
    event.preventDefault();
    pressed.closest("[data-menu]").open = false;
    document.dispatchEvent(new CustomEvent("guichet:verb", { detail: pressed.dataset.press, cancelable: true }));
  }
  const reply = event.target.closest?.("#cmp-reply > summary");
  if (reply) question(reply.parentElement.querySelector("form"), false);
});

document.addEventListener("keydown", (event) => {
  const form = event.target.closest?.("form[data-quick]");
  if (form && event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    const button = { question: "[data-question]", next: "[data-next]" }[form.dataset.mode] ?? "[data-default]";
    form.querySelector(button)?.click();
  }
});

// A bar that says how long something can still be taken back goes away when that is over.
const running = new Map();
const startUndo = () => {
  for (const [bar, timer] of running) if (!bar.isConnected) clearInterval(timer), running.delete(bar);
  for (const bar of document.querySelectorAll("[data-undo]")) {
    if (running.has(bar)) continue;
    const ends = Date.now() + Number(bar.dataset.undo) * 1000;
    const tick = () => {
      const left = Math.ceil((ends - Date.now()) / 1000);
      if (left > 0) return void (bar.querySelector("[data-seconds]").textContent = left);
      clearInterval(running.get(bar));
      if (bar.contains(document.activeElement)) bar.closest("[tabindex]")?.focus({ preventScroll: true });
      bar.remove();
    };
    running.set(bar, setInterval(tick, 250));
  }
};

toTheEnd();
startUndo();
