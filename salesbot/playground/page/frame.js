// The frame of the page: top bar, sidebar, main view, thread pane, traffic drawer.
import { h } from "./core/dom.js";
import { icon } from "./core/icons.js";
import { on, store } from "./core/store.js";
import { sidebar } from "./talk/sidebar.js";
import { words } from "./words.js";
import { clockControl } from "./windows/clock.js";
import { guideLine } from "./windows/guide.js";
import { isDark, toggleTheme } from "./windows/theme.js";
import { noticePlaces } from "./windows/toast.js";
import { TrafficDrawer } from "./windows/traffic.js";

/** Builds the frame into `page`; `write` puts a text into the open composer. */
export function buildFrame(page, write) {
  const main = h("main", { class: "main", id: "main" });
  const side = h("div", { class: "side" }, sidebar(() => openSide(false)));
  const veil = h("div", { class: "veil", hidden: true, on: { click: () => openSide(false) } });
  const traffic = new TrafficDrawer();
  const panes = h("div", { class: "panes" }, main);
  const burger = h("button", { type: "button", class: "top-button burger", "aria-label": words.frame.openSidebar, "aria-expanded": "false", "aria-controls": "sidebar", on: { click: () => openSide(true) } }, icon("menu"));

  function openSide(open) {
    const was = side.classList.contains("is-open");
    side.classList.toggle("is-open", open);
    veil.hidden = !open;
    burger.setAttribute("aria-expanded", String(open));
    if (open) side.querySelector(".side-item, .acting")?.focus();
    else if (was && side.contains(document.activeElement)) burger.focus();
  }
  side.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && side.classList.contains("is-open")) openSide(false);
  });

  page.append(
    h("a", { class: "skip", href: "#main", on: { click: (event) => { event.preventDefault(); main.querySelector(".composer-field, .message[tabindex='0'], .tab")?.focus(); } } }, words.frame.skip),
    h("header", { class: "top" }, burger, notice(), clockControl(), topButtons(traffic)),
    h("div", { class: "body" }, side, veil, h("div", { class: "work" }, guideLine(write), panes, traffic.node)),
    ...noticePlaces());
  return { main, panes, closeSide: () => openSide(false) };
}

function notice() {
  const line = h("div", { class: "notice" });
  on("state", () => {
    line.textContent = store.notice || words.frame.notice;
    line.title = line.textContent;
  });
  return line;
}

function topButtons(traffic) {
  const bot = h("span", { class: "bot-state", role: "status" });
  const drawBot = () => {
    const there = store.bot.connections > 0;
    bot.classList.toggle("is-there", there);
    bot.title = there ? words.frame.botThere(store.app.name, store.bot.connections) : words.frame.botAway(store.app.name);
    bot.replaceChildren(h("span", { class: "bot-dot", "aria-hidden": "true" }), h("span", { class: "bot-words" }, there ? words.frame.connected : words.frame.notConnected));
  };
  on("state", drawBot);
  on("bot", drawBot);
  const theme = h("button", { type: "button", class: "top-button", on: { click: () => { toggleTheme(); drawTheme(); } } });
  const drawTheme = () => {
    theme.replaceChildren(icon(isDark() ? "sun" : "moon", 18));
    theme.setAttribute("aria-label", isDark() ? words.frame.light : words.frame.dark);
    theme.title = isDark() ? words.frame.light : words.frame.dark;
  };
  drawTheme();
  const drawer = h("button", { type: "button", class: "top-button", "aria-label": words.traffic.title, title: words.traffic.title, "aria-pressed": "false", on: { click: () => traffic.toggle() } }, icon("traffic", 18));
  traffic.onToggle = (open) => {
    drawer.setAttribute("aria-pressed", String(open));
    if (!open) drawer.focus();
  };
  return h("div", { class: "top-buttons" }, bot, drawer, theme);
}
