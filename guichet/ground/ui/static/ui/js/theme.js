// Light or dark, kept in this browser. Without it, the page follows the system.
(() => {
  const root = document.documentElement;
  const kept = localStorage.getItem("guichet-theme");
  if (kept === "light" || kept === "dark") root.dataset.theme = kept;

  const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches);
  const turn = () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    localStorage.setItem("guichet-theme", root.dataset.theme);
  };

  addEventListener("DOMContentLoaded", () => {
    for (const button of document.querySelectorAll("[data-themer]")) {
      button.hidden = false;
      button.addEventListener("click", turn);
    }
  });
})();
