// The frame of the page: top bar, rail, sidebar, main view, thread pane, traffic drawer.
import { h, popups } from "./core/dom.js";
import { on, store } from "./core/store.js";
import { rail } from "./talk/rail.js";
import { sidebar } from "./talk/sidebar.js";
import { words } from "./words.js";
import { clockControl } from "./windows/clock.js";
import { guideLine } from "./windows/guide.js";
import { noticePlaces } from "./windows/toast.js";
import { TrafficDrawer } from "./windows/traffic.js";

const PHONE = "(max-width: 768px)";

/** Builds the frame into `page`; `write` puts a text into the open composer, `home` goes back to the channels. */
export function buildFrame(page, { write, home }) {
  const main = h("main", { class: "main", id: "main" });
  const side = h("div", { class: "side" }, sidebar(() => openSide(false)));
  const veil = h("div", { class: "veil", hidden: true, on: { click: () => openSide(false) } });
  const traffic = new TrafficDrawer();
  const panes = h("div", { class: "panes" }, main);

  // On a phone the sidebar is a drawer, and "Home" opens it.
  function openSide(open) {
    const was = side.classList.contains("is-open");
    side.classList.toggle("is-open", open);
    veil.hidden = !open;
    if (open) side.querySelector(".acting")?.focus();
    else if (was && side.contains(document.activeElement)) document.querySelector(".rail-button")?.focus();
  }
  side.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented && side.classList.contains("is-open")) openSide(false);
  });
  const toHome = () => (matchMedia(PHONE).matches ? openSide(!side.classList.contains("is-open")) : home());

  page.append(
    h("a", { class: "skip", href: "#main", on: { click: (event) => { event.preventDefault(); intoView(main); } } }, words.frame.skip),
    h("header", { class: "top" }, notice(), clockControl(), h("div", { class: "top-end" }, botState())),
    h("div", { class: "body" }, rail({ toHome, traffic }), side, veil, h("div", { class: "work" }, guideLine(write), panes, traffic.node)),
    popups, ...noticePlaces());
  popups.setAttribute("aria-label", words.frame.popups);
  on("place", () => openSide(false));
  return { main, panes };
}

function intoView(main) {
  main.querySelector(".message[tabindex='0'], .composer-field, .tab")?.focus();
}

function notice() {
  return h("div", { class: "notice", title: words.frame.notice }, words.frame.notice);
}

function botState() {
  const node = h("span", { class: "bot-state", role: "status" });
  const draw = () => {
    const there = store.bot.connections > 0;
    node.classList.toggle("is-there", there);
    node.title = there ? words.frame.botThere(store.app.name, store.bot.connections) : words.frame.botAway(store.app.name);
    node.replaceChildren(h("span", { class: "bot-dot", "aria-hidden": "true" }), h("span", { class: "bot-words" }, there ? words.frame.connected : words.frame.notConnected));
  };
  on("state", draw);
  on("bot", draw);
  return node;
}
