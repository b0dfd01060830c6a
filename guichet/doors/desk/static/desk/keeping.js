// Forms marked data-keep="…" are kept on the server as they are typed, tab by tab, and filled again after a swap,
// a reload or a crash. What another window left is offered, never put in the place of what stands there.
const address = document.querySelector("[data-keeping]")?.dataset.keeping;
const newTab = () => [...crypto.getRandomValues(new Uint8Array(8))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
const tab = (sessionStorage.guichetTab ??= newTab());
const AT = "_at";
const SENT = "guichetSent:";
const typed = new Map();
const asked = new Set();
const timers = new Map();
const leaving = new WeakSet(); // forms whose words were sent: as they leave the page, browsers still say that they changed

const formsOf = (root) => root.querySelectorAll("form[data-keep]");
const isOurs = (field) => field.name && !("unkept" in field.dataset) && field.name !== "csrfmiddlewaretoken" && !["submit", "file", "password"].includes(field.type);
const visible = (values) => Object.fromEntries(Object.entries(values).filter(([name]) => name !== "seen"));

const valuesOf = (form) => {
  const values = {};
  for (const field of form.elements) {
    if (!isOurs(field) || (field.type === "hidden" && field.name !== "seen")) continue;
    const isChoice = ["checkbox", "radio"].includes(field.type);
    values[field.name] ??= [];
    if (!isChoice || field.checked) values[field.name].push(field.value);
  }
  return values;
};

const fill = (form, values) => {
  for (const field of form.elements) {
    const wanted = isOurs(field) ? values[field.name] : undefined;
    if (!wanted || (field.type === "radio" && !wanted.length) || (field.type === "hidden" && field.name !== "seen")) continue;
    if (["checkbox", "radio"].includes(field.type)) field.checked = wanted.includes(field.value);
    else if (wanted.length && field.value !== wanted[0]) {
      field.value = wanted[0];
      if (field.hasAttribute("hx-get")) field.dispatchEvent(new Event("input", { bubbles: true }));
      if (field.matches("select[hx-post]")) field.dispatchEvent(new Event("change", { bubbles: true }));
    }
  }
};

const wordsOf = (form, values) =>
  [...form.querySelectorAll("textarea[name], input[type=text], input:not([type])")].map((field) => values[field.name]?.[0]?.trim()).filter(Boolean).join(" · ");

const send = async (key, owner, values) => {
  const headers = { "HX-Request": "true", ...JSON.parse(document.body.getAttribute("hx-headers") ?? "{}") };
  const body = new URLSearchParams({ key, tab: owner, fields_json: values ? JSON.stringify(values) : "" });
  const answer = await fetch(address, { method: "POST", headers, body, keepalive: true }).catch(() => undefined);
  if (answer?.status === 401) document.dispatchEvent(new CustomEvent("guichet:signed-out"));
};

const save = (key) => {
  clearTimeout(timers.get(key));
  timers.delete(key);
  if (typed.has(key)) send(key, tab, { ...visible(typed.get(key)), [AT]: [`${Date.now()}`] });
};

const forget = (key) => {
  clearTimeout(timers.get(key));
  timers.delete(key);
  typed.delete(key);
  sessionStorage.setItem(`${SENT}${key}`, Date.now());
  send(key, tab);
};

// Two requests may overtake each other: what was typed before the form was sent is not typed any more.
const isLeft = (one) => one.tab !== tab || Number(one.fields[AT]?.[0] ?? Infinity) > Number(sessionStorage.getItem(`${SENT}${one.key}`) ?? 0);

const offer = (form, one) => {
  const words = wordsOf(form, one.fields);
  const template = document.querySelector('template[data-words="kept"]');
  if (!words || !template || words === wordsOf(form, valuesOf(form)) || form.querySelector(".leftover")) return;
  const line = template.content.cloneNode(true).firstElementChild;
  line.querySelector("[data-leftover-words]").textContent = words.length > 80 ? `${words.slice(0, 79)}…` : words;
  const decide = (isTaken) => () => {
    if (isTaken) {
      fill(form, one.fields);
      typed.set(one.key, valuesOf(form));
      save(one.key);
    }
    send(one.key, one.tab);
    line.remove();
    form.querySelector("textarea")?.focus();
  };
  line.querySelector("[data-leftover-take]").addEventListener("click", decide(true));
  line.querySelector("[data-leftover-drop]").addEventListener("click", decide(false));
  form.prepend(line);
};

const restore = (form, left) => {
  const mine = left.find((one) => one.tab === tab);
  if (!mine) return left[0] && offer(form, left[0]);
  if (typed.has(mine.key)) return;
  fill(form, mine.fields);
  typed.set(mine.key, valuesOf(form));
  const around = form.closest("details:not([data-menu])");
  if (around && wordsOf(form, mine.fields)) around.open = true;
};

const askFor = async (root) => {
  const unknown = [...formsOf(root)].filter((form) => !asked.has(form.dataset.keep));
  if (!unknown.length) return;
  const keys = new URLSearchParams(unknown.map((form) => ["key", form.dataset.keep]));
  for (const form of unknown) asked.add(form.dataset.keep);
  const answer = await fetch(`${address}?${keys}`, { headers: { "HX-Request": "true" } }).catch(() => undefined);
  if (!answer?.ok) return;
  const { kept } = await answer.json();
  for (const form of unknown) restore(form, kept.filter((one) => one.key === form.dataset.keep && isLeft(one)));
};

const note = (event) => {
  const form = event.target.closest?.("form[data-keep]");
  if (!form || leaving.has(form)) return;
  const key = form.dataset.keep;
  typed.set(key, valuesOf(form));
  clearTimeout(timers.get(key));
  timers.set(key, setTimeout(save, 600, key));
};

if (address) {
  document.addEventListener("input", note);
  document.addEventListener("change", note);
  // Before the answer is shown: what has been sent must not be filled in again.
  document.addEventListener("htmx:beforeOnLoad", (event) => {
    const { xhr, requestConfig } = event.detail;
    const sender = requestConfig.elt;
    const form = sender.matches("form[data-keep], form[data-keep] button") && sender.closest("form");
    if (!form || requestConfig.verb === "get") return;
    if (xhr.status >= 200 && xhr.status < 300) {
      leaving.add(form);
      forget(form.dataset.keep);
      // A template is sent with what was typed before it: that is not a draft any more.
      const taken = form.dataset.takes;
      const sent = form.querySelector("textarea")?.value ?? "";
      if (taken && sent.includes(typed.get(taken)?.body?.[0] ?? "")) forget(taken);
    }
    // The answer says what was seen from now on.
    else if (xhr.status === 422) delete typed.get(form.dataset.keep)?.seen;
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.detail.requestConfig?.elt.closest("form");
    if (form) leaving.delete(form);
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    for (const form of formsOf(event.detail.elt)) {
      if (typed.has(form.dataset.keep)) fill(form, typed.get(form.dataset.keep));
    }
    askFor(document);
  });
  document.addEventListener("guichet:signed-in", () => [...typed.keys()].forEach(save));
  addEventListener("pagehide", () => [...timers.keys()].forEach(save));
  askFor(document);
}
