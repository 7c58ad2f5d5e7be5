// One line that says what to try next. Dismissed, it stays away.
import { h } from "../core/dom.js";
import { icon } from "../core/icons.js";
import { recall, remember } from "../core/memory.js";
import { on, store } from "../core/store.js";
import { language, words } from "../words.js";

/** Whether what was sent tries a command: what is to be logged has to be named, a form that opens logs nothing yet. */
export function isTried(command, sent) {
  const asked = (command || "").split(" ");
  const typed = sent.trim().split(/\s+/);
  return Boolean(command) && typed[0] === asked[0] && (asked.length === 1 || typed.length > 1);
}

/** The line; `write` puts a command into the composer that is open. */
export function guideLine(write) {
  const text = h("span", { class: "guide-text" });
  const action = h("button", { type: "button", class: "guide-do", on: { click: () => write(current().command) } }, words.guide.write);
  const next = h("button", { type: "button", class: "guide-next", on: { click: moveOn } }, words.guide.next);
  const node = h("section", { class: "guide", "aria-label": words.guide.label, hidden: true }, icon("bolt", 16),
    h("span", { class: "guide-words" }, h("strong", {}, words.guide.lead), " ", text), action, next,
    h("button", { type: "button", class: "button-bare", "aria-label": words.guide.dismiss, title: words.guide.dismiss, on: { click: dismiss } }, icon("close", 16)));

  const at = () => recall("guide-step", 0);
  const current = () => store.guide[at()];

  function moveOn() {
    remember("guide-step", at() + 1);
    draw();
  }

  function dismiss() {
    remember("guide-dismissed", true);
    draw();
  }

  function draw() {
    node.hidden = !current() || recall("guide-dismissed", false);
    if (node.hidden) return;
    text.textContent = (current().translated[language] || current().text).replace("{person}", store.me.real_name);
    action.hidden = !current().command;
    action.textContent = current().command || "";
    next.hidden = store.guide.length < 2;
  }

  on("state", draw);
  window.addEventListener("storage", draw); // another window went on
  // Whoever did what the line says sees the next one; after the last there is none.
  on("done", ({ by, text: sent }) => {
    const step = current();
    if (!step || by !== step.done_by) return;
    if (by !== "sent" || isTried(step.command, sent)) moveOn();
  });
  return node;
}
