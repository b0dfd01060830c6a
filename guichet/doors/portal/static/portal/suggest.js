// Suggestions under a search field while one types. Without this module the field searches all the same.
const WAIT = 160;

for (const form of document.querySelectorAll("form[data-suggest]")) {
  const field = form.querySelector("input[type=search]");
  const list = form.querySelector("[role=listbox]");
  const said = form.querySelector("[data-suggest-said]");
  const options = () => [...list.querySelectorAll("[role=option]")];
  const chosen = () => list.querySelector("[aria-selected=true]");
  let timer = 0, latest = 0;

  const show = (is) => {
    list.hidden = !is;
    field.setAttribute("aria-expanded", is);
    if (!is) choose(null);
  };
  const choose = (option) => {
    for (const one of options()) one.setAttribute("aria-selected", one === option);
    if (option) field.setAttribute("aria-activedescendant", option.id);
    else field.removeAttribute("aria-activedescendant");
    option?.scrollIntoView({ block: "nearest" });
  };
  const ask = async () => {
    const turn = ++latest, words = field.value.trim();
    if (words.length < 2) return show(false);
    try {
      const answer = await fetch(`${form.dataset.suggest}?q=${encodeURIComponent(field.value)}`, { headers: { "HX-Request": "true" } });
      if (!answer.ok || turn !== latest) return;
      list.innerHTML = await answer.text();
      said.textContent = list.querySelector("[data-said]")?.dataset.said ?? "";
      show(options().length > 0 && document.activeElement === field);
    } catch {
      show(false);
    }
  };

  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id })) field.setAttribute(name, value);
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
  field.addEventListener("blur", () => show(false));
  field.addEventListener("keydown", (event) => {
    if (event.isComposing || list.hidden) return;
    const all = options(), at = all.indexOf(chosen());
    if (event.key === "ArrowDown") choose(all[(at + 1) % all.length]);
    else if (event.key === "ArrowUp") choose(all[(at < 1 ? all.length : at) - 1]);
    else if (event.key === "Escape") show(false);
    else if (event.key === "Enter" && chosen()) location.assign(chosen().dataset.href);
    else return;
    event.preventDefault();
  });
  list.addEventListener("pointerdown", (event) => {
    const option = event.target.closest("[role=option]");
    event.preventDefault(); // the focus stays in the field
    if (option) location.assign(option.dataset.href);
  });
}
