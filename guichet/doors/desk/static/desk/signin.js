// A session that ends in the middle of the work: the sign-in opens over the page, then the same requests go on.
const dialog = document.querySelector("dialog[data-sign-in]");
const frame = dialog?.querySelector("[data-sign-in-frame]");
const waiting = new Map();

const hasEnded = (xhr) => xhr.status === 401 || new URL(xhr.responseURL || "/", location.href).pathname.startsWith("/accounts/");

const ask = () => {
  if (!dialog || dialog.open) return;
  frame.src = dialog.dataset.signIn;
  dialog.showModal();
};

const renew = (token) => {
  document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": token }));
  for (const field of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) field.value = token;
};

document.addEventListener("htmx:beforeOnLoad", (event) => {
  const { xhr, elt, requestConfig } = event.detail;
  if (!dialog || !hasEnded(xhr)) return;
  event.preventDefault();
  waiting.set(elt, requestConfig);
  ask();
});
document.addEventListener("guichet:signed-out", ask);

frame?.addEventListener("load", () => {
  const back = frame.contentDocument?.querySelector("[data-signed-in]");
  if (!back) {
    for (const way of frame.contentDocument?.querySelectorAll("details") ?? []) way.open = true;
    return;
  }
  // Somebody else sits here now: what the page shows is not theirs.
  if (back.dataset.signedIn !== dialog.dataset.who) return location.reload();
  renew(back.dataset.token);
  dialog.close();
  frame.src = "about:blank";
  document.dispatchEvent(new CustomEvent("guichet:signed-in"));
  for (const [elt, { verb, path }] of waiting) if (elt.isConnected) htmx.ajax(verb, path, { source: elt });
  waiting.clear();
});
