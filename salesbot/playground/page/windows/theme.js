// Light, dark, or as the system has it.
import { recall, remember } from "../core/memory.js";

const system = matchMedia("(prefers-color-scheme: dark)");

/** Takes over what was chosen earlier, and follows the system until something is chosen. */
export function startTheme() {
  apply();
  system.addEventListener("change", apply);
}

/** Whether the page is dark now. */
export function isDark() {
  const chosen = recall("theme");
  return chosen ? chosen === "dark" : system.matches;
}

/** Changes from one to the other; choosing what the system has follows the system again. */
export function toggleTheme() {
  const wanted = isDark() ? "light" : "dark";
  const same = (wanted === "dark") === system.matches;
  remember("theme", same ? null : wanted);
  apply();
}

function apply() {
  document.documentElement.dataset.theme = isDark() ? "dark" : "light";
}
