// Runs before the first paint, so that no page flashes in the wrong theme.
// lib/theme.ts writes the same keys when the reader chooses.
(function () {
  function stored(key) {
    try {
      return localStorage.getItem(key);
    } catch {
      return null; // storage may be barred; the defaults hold
    }
  }
  const root = document.documentElement;
  const choice = stored("theme") || "auto";
  const dark = choice === "dark" ||
    (choice === "auto" && matchMedia("(prefers-color-scheme: dark)").matches);
  root.setAttribute("data-bs-theme", dark ? "dark" : "light");
  root.setAttribute("data-colors", stored("colors") === "classic" ? "classic" : "safe");
  root.setAttribute("data-sidebar", stored("sidebar") === "icons" ? "icons" : "full");
})();
