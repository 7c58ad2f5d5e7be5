// The drawer with the raw traffic between the workspace and the bot.
import { h } from "../core/dom.js";
import { icon } from "../core/icons.js";
import { ask, complaint } from "../core/server.js";
import { on } from "../core/store.js";
import { words } from "../words.js";
import { toast } from "./toast.js";

const MOST = 500;

/** The drawer; `toggle` opens and closes it. */
export class TrafficDrawer {
  constructor() {
    this.entries = [];
    this.rows = new Map();
    this.chosen = null;
    this.wanted = "";
    this.list = h("div", { class: "traffic-list", role: "listbox", "aria-label": words.traffic.list, tabindex: "0", on: { keydown: (event) => this.key(event) } });
    this.detail = h("div", { class: "traffic-detail", tabindex: "0", role: "region", "aria-label": words.traffic.detail }, h("p", { class: "muted" }, words.traffic.choose));
    const filter = h("input", { class: "table-filter", type: "search", placeholder: words.traffic.filter, "aria-label": words.traffic.filter, on: { input: () => { this.wanted = filter.value.toLowerCase(); this.redraw(); } } });
    this.node = h("section", { class: "traffic", "aria-label": words.traffic.title, hidden: true, on: { keydown: (event) => { if (event.key === "Escape") this.toggle(); } } },
      h("div", { class: "traffic-head" }, h("h2", { class: "traffic-title" }, words.traffic.title), filter,
        h("button", { type: "button", class: "button-bare", "aria-label": words.traffic.close, on: { click: () => this.toggle() } }, icon("close"))),
      h("div", { class: "traffic-panes" }, this.list, this.detail));
    on("traffic", (entry) => this.take(entry));
  }

  /** Opens or closes; gives back whether it is open now. */
  toggle() {
    this.node.hidden = !this.node.hidden;
    this.onToggle?.(!this.node.hidden);
    if (!this.node.hidden) this.load();
    return !this.node.hidden;
  }

  async load() {
    const reply = await ask("traffic", { limit: MOST });
    if (!reply.ok) {
      toast(complaint(reply), "error");
      return;
    }
    this.entries = reply.entries || reply.traffic || [];
    this.redraw();
  }

  take(entry) {
    if (this.node.hidden) return;
    const at = this.entries.findIndex((one) => one.id === entry.id);
    if (at >= 0) this.entries[at] = entry; // the answer to something that was listed already
    else this.entries = [...this.entries.slice(1 - MOST), entry];
    this.redraw();
    if (this.chosen === entry.id) this.show(entry);
  }

  redraw() {
    const shown = this.entries.filter((entry) => !this.wanted || JSON.stringify(entry).toLowerCase().includes(this.wanted));
    this.list.replaceChildren(...shown.slice().reverse().map((entry) => this.row(entry)));
    if (!shown.length) this.list.append(h("div", { class: "traffic-row muted", role: "option", "aria-selected": "false", "aria-disabled": "true" }, words.traffic.none));
  }

  row(entry) {
    const out = entry.direction === "to_bot";
    const failed = entry.response && entry.response.ok === false;
    return h("div", {
      class: `traffic-row${failed ? " is-failed" : ""}`, role: "option", id: `traffic-${entry.id}`, "aria-selected": String(entry.id === this.chosen), "data-entry": entry.id,
      on: { click: () => this.choose(entry.id) },
    }, h("span", { class: out ? "way way-out" : "way way-in", title: out ? words.traffic.toBot : words.traffic.fromBot }, out ? "→" : "←"),
    h("span", { class: "traffic-what" }, entry.what, failed && entry.response.error ? h("span", { class: "traffic-why" }, ` ${entry.response.error}`) : null), h("span", { class: "traffic-when" }, shortTime(entry.at)),
    h("span", { class: "traffic-ms" }, entry.ms === undefined || entry.ms === null ? "" : `${Math.round(entry.ms)} ms`));
  }

  choose(id) {
    this.chosen = id;
    for (const row of this.list.children) row.setAttribute("aria-selected", String(row.dataset.entry === String(id)));
    this.list.setAttribute("aria-activedescendant", `traffic-${id}`);
    document.getElementById(`traffic-${id}`)?.scrollIntoView({ block: "nearest" });
    const entry = this.entries.find((one) => one.id === id);
    if (entry) this.show(entry);
  }

  show(entry) {
    const part = (title, value) => (value === undefined || value === null ? [] : [h("h3", { class: "traffic-part" }, title), h("pre", { class: "pre" }, typeof value === "string" ? value : JSON.stringify(value, null, 2))]);
    const way = entry.direction === "to_bot" ? words.traffic.toBot : words.traffic.fromBot;
    this.detail.replaceChildren(h("h3", { class: "traffic-name" }, entry.what), h("p", { class: "muted" }, `${way} · ${entry.at}`),
      ...part(words.traffic.request, entry.request), ...part(words.traffic.response, entry.response));
  }

  key(event) {
    const ids = [...this.list.children].map((row) => row.dataset.entry).filter(Boolean);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || !ids.length) return;
    event.preventDefault();
    const next = ids[Math.max(0, Math.min(ids.length - 1, ids.indexOf(String(this.chosen)) + step))];
    this.choose(this.entries.find((entry) => String(entry.id) === next).id);
  }
}

function shortTime(at) {
  const date = typeof at === "number" ? new Date(at * 1000) : new Date(at);
  return Number.isNaN(date.getTime()) ? "" : date.toISOString().slice(11, 19);
}
