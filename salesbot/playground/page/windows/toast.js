// Short words at the edge of the window, and words for screen readers alone.
import { h } from "../core/dom.js";
import { icon } from "../core/icons.js";
import { words } from "../words.js";

const SHOWN_MS = 7000;
const toasts = h("div", { class: "toasts", role: "region", "aria-label": words.frame.notices });
const spoken = h("div", { class: "unseen", "aria-live": "polite", role: "status" });

/** Where both live in the page. */
export function noticePlaces() {
  return [toasts, spoken];
}

/** Shows a sentence for a few seconds. It is carried into an open dialog, else it would lie beneath it. */
export function toast(text, level = "info") {
  const node = h("div", { class: `toast toast-${level}`, role: level === "error" ? "alert" : "status" },
    icon(level === "error" ? "warning" : "info", 18), h("span", {}, text),
    h("button", { type: "button", class: "button-bare", "aria-label": words.frame.dismiss, on: { click: () => node.remove() } }, icon("close", 14)));
  const dialogs = document.querySelectorAll("dialog[open]");
  const home = dialogs.length ? dialogs[dialogs.length - 1] : document.body;
  if (toasts.parentNode !== home) home.append(toasts);
  toasts.append(node);
  setTimeout(() => node.remove(), SHOWN_MS);
}

/** Says a sentence to screen readers. */
export function say(text) {
  spoken.textContent = "";
  requestAnimationFrame(() => { spoken.textContent = text; });
}
