// Light or dark: as the system has it, or as the reader chose. JupyterLab's names for its colours
// are what the widgets ask for; style.css gives them.

const KEY = "spot:theme"; // template.html reads it before anything is painted

const dark = () => document.documentElement.dataset.jpThemeLight === "false";

/** @param {boolean} wanted */
function setDark(wanted) {
  document.documentElement.dataset.jpThemeLight = String(!wanted);
}

/** Gives the header's button its words and its work. */
export function startTheme() {
  const button = /** @type {HTMLButtonElement | null} */ (document.querySelector(".site-theme"));
  if (!button) return;
  const face = () => {
    button.textContent = dark() ? "Light" : "Dark";
    button.setAttribute("aria-label", `change to ${dark() ? "light" : "dark"} colours`);
  };
  button.hidden = false;
  button.addEventListener("click", () => {
    setDark(!dark());
    try {
      localStorage.setItem(KEY, dark() ? "dark" : "light");
    } catch {
      // it stays until the page is left
    }
    face();
  });
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", (event) => {
    try {
      if (localStorage.getItem(KEY)) return;
    } catch {
      // nobody could choose
    }
    setDark(event.matches);
    face();
  });
  face();
}
