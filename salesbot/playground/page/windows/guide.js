// One line that says what to try next. Dismissed, it stays away.
import { h } from "../core/dom.js";
import { icon } from "../core/icons.js";
import { recall, remember } from "../core/memory.js";
import { on, store } from "../core/store.js";
import { words } from "../words.js";

/** The line; `write` puts a command into the composer that is open. */
export function guideLine(write) {
  const text = h("span", { class: "guide-text" });
  const action = h("button", { type: "button", class: "guide-do", on: { click: () => write(current().command) } }, words.guide.write);
  const next = h("button", { type: "button", class: "guide-next", on: { click: () => move(1) } }, words.guide.next);
  const node = h("section", { class: "guide", "aria-label": words.guide.label, hidden: true }, icon("bolt", 16),
    h("span", { class: "guide-words" }, h("strong", {}, words.guide.lead), " ", text), action, next,
    h("button", { type: "button", class: "button-bare", "aria-label": words.guide.dismiss, title: words.guide.dismiss, on: { click: dismiss } }, icon("close", 16)));

  const at = () => recall("guide-step", 0);
  const current = () => store.guide[at() % Math.max(1, store.guide.length)];

  function move(step) {
    remember("guide-step", (at() + step) % store.guide.length);
    draw();
  }

  function dismiss() {
    remember("guide-dismissed", true);
    draw();
  }

  function draw() {
    node.hidden = !store.guide.length || recall("guide-dismissed", false);
    if (node.hidden) return;
    text.textContent = current().text;
    action.hidden = !current().command;
    action.textContent = current().command || "";
    next.hidden = store.guide.length < 2;
  }

  on("state", draw);
  // Whoever did what the line says sees the next one.
  on("sent", ({ text: sent }) => {
    const step = current();
    if (step?.command && sent.startsWith(step.command.split(" ")[0])) move(1);
  });
  return node;
}
