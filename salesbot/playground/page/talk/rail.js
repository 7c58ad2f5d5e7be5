// The narrow rail at the edge: the workspace, its two places, and the playground's own tools. On a phone it lies below.
import { h } from "../core/dom.js";
import { icon } from "../core/icons.js";
import { go } from "../core/place.js";
import { appConversation, appEntry, on, store } from "../core/store.js";
import { words } from "../words.js";
import { isDark, toggleTheme } from "../windows/theme.js";
import { avatar, choosePerson } from "./people.js";

/** Builds the rail. `toHome` goes to the channels, `traffic` is the drawer it opens. */
export function rail({ toHome, traffic }) {
  const team = h("div", { class: "rail-team", "aria-hidden": "true" });
  const home = railButton("home", words.rail.home, toHome);
  const app = railButton("bolt", "", () => go({ channel: appEntry()?.id, thread: null, tab: null }));
  const drawer = railButton("traffic", words.rail.traffic, () => traffic.toggle());
  const theme = railButton("moon", words.rail.theme, () => { toggleTheme(); drawTheme(); });
  const me = h("button", { type: "button", class: "rail-me", "aria-haspopup": "menu", "aria-expanded": "false", on: { click: () => choosePerson(me, { above: true }) } });
  drawer.setAttribute("aria-pressed", "false");
  drawer.title = words.traffic.title;
  traffic.onToggle = (open) => {
    drawer.setAttribute("aria-pressed", String(open));
    if (!open) drawer.focus();
  };

  function drawTheme() {
    const label = isDark() ? words.frame.light : words.frame.dark;
    theme.querySelector(".rail-sign").replaceChildren(icon(isDark() ? "sun" : "moon", 20));
    theme.title = label;
    theme.setAttribute("aria-label", label);
  }

  function draw() {
    team.textContent = [...store.team.name][0]?.toUpperCase() || "";
    app.querySelector(".rail-word").textContent = store.app.name;
    app.querySelector(".rail-dot").hidden = !appConversation()?.unread || store.openApp;
    mark(home, !store.openApp);
    mark(app, store.openApp);
    me.setAttribute("aria-label", words.people.actingAsName(store.me.real_name));
    me.title = store.me.real_name;
    me.replaceChildren(avatar(store.me, 36));
  }

  for (const topic of ["state", "place", "channels"]) on(topic, draw);
  drawTheme();
  return h("nav", { class: "rail", "aria-label": words.rail.label }, team, home, app, h("span", { class: "rail-space" }), drawer, theme, me);
}

function mark(button, here) {
  if (here) button.setAttribute("aria-current", "true");
  else button.removeAttribute("aria-current");
}

function railButton(sign, label, run) {
  return h("button", { type: "button", class: "rail-button", on: { click: run } },
    h("span", { class: "rail-sign" }, icon(sign, 20)), h("span", { class: "rail-word" }, label), h("span", { class: "rail-dot", hidden: true }));
}
