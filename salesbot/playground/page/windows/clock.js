// The calendar of the workspace: shown, and turned forward.
import { h } from "../core/dom.js";
import { icon } from "../core/icons.js";
import { complaint, tell } from "../core/server.js";
import { now, on, store } from "../core/store.js";
import { calendarLabel } from "../core/when.js";
import { words } from "../words.js";
import { openMenu } from "./menu.js";
import { toast } from "./toast.js";

const STEPS = ["next_morning", "next_workday_afternoon", "end_of_week", "end_of_month", "end_of_quarter"];
const TICK_MS = 5000;

/** The clock of the top bar. */
export function clockControl() {
  const label = h("span", { class: "clock-label" });
  const button = h("button", {
    type: "button", class: "clock", "aria-haspopup": "menu", "aria-expanded": "false",
    on: { click: () => openMenu(button, items(), { label: words.clock.menu, style: "menu-clock" }) },
  }, icon("clock", 16), label, icon("down", 14));
  const stop = h("button", { type: "button", class: "clock-stop", hidden: true, on: { click: stopTurning } }, icon("stop", 14), words.clock.stop);
  const progress = h("div", { class: "clock-progress", role: "progressbar", "aria-label": words.clock.turning, hidden: true });
  const node = h("div", { class: "clock-box" }, button, stop, progress);

  function draw() {
    if (!store.clock) return;
    const text = calendarLabel(now());
    if (label.textContent !== text) label.textContent = text;
    button.setAttribute("aria-label", words.clock.label(text));
    button.title = store.clock.turned_seconds ? words.clock.turned(store.clock.turned_seconds) : words.clock.real;
    node.classList.toggle("is-turning", Boolean(store.clock.turning));
    progress.hidden = stop.hidden = !store.clock.turning;
  }

  on("clock", draw);
  on("state", draw);
  setInterval(draw, TICK_MS);
  return node;
}

function items() {
  return [{ heading: words.clock.heading }, ...STEPS.map((to) => ({ label: words.clock.steps[to], description: words.clock.notes[to], run: () => turn(to) }))];
}

async function turn(to) {
  store.clock.turning = true;
  const reply = await tell("clock", { as: store.me.id, to });
  if (!reply.ok) {
    store.clock.turning = false;
    toast(complaint(reply), "error");
  }
}

async function stopTurning() {
  const reply = await tell("clock", { stop: true });
  if (!reply.ok) toast(complaint(reply), "error");
}
