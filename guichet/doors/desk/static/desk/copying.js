// A number is copied, and that is said; where the browser keeps the clipboard closed, it is selected instead.
const say = (kind) => {
  const words = document.querySelector(`template[data-words="${kind}"]`);
  if (words) document.querySelector("#messages")?.replaceChildren(words.content.cloneNode(true));
};

const select = (element) => {
  getSelection().selectAllChildren(element);
  say("selected");
};

document.addEventListener("click", async (event) => {
  const button = event.target.closest?.("[data-copy]");
  if (!button) return;
  try {
    await navigator.clipboard.writeText(button.dataset.copy);
    say("copied");
  } catch {
    select(button.previousElementSibling);
  }
});
