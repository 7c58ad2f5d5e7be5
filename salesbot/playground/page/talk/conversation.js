// The messages of one conversation or one thread: loaded, kept up to date, grouped by author and day.
import { h, reconcile } from "../core/dom.js";
import { icon } from "../core/icons.js";
import { ask, complaint } from "../core/server.js";
import { store } from "../core/store.js";
import { dayKey, dayLabel, moment } from "../core/when.js";
import { words } from "../words.js";
import { say, toast } from "../windows/toast.js";
import { messageRow, spokenMessage } from "./message.js";

const TOGETHER_MS = 5 * 60 * 1000;
const NEAR_END = 80;

/** A scrolling list of messages. `beginning` draws what stands above the first one. */
export class Conversation {
  constructor({ channel, thread = null, beginning = () => null }) {
    this.channel = channel;
    this.thread = thread;
    this.beginning = beginning;
    this.messages = new Map();
    this.asked = new Set();
    this.rows = new Map();
    this.dividers = new Map();
    this.firstUnread = null;
    this.atEnd = true;
    this.list = h("div", { class: "messages", role: "list", "aria-label": thread ? words.thread.label : words.message.list, on: { keydown: (event) => this.key(event) } });
    this.scroller = h("div", { class: "scroller", on: { scroll: () => this.scrolled() } }, this.list);
    this.newest = h("button", { type: "button", class: "to-newest", hidden: true, on: { click: () => this.toEnd() } }, icon("down", 16), words.message.toNewest);
    this.node = h("div", { class: "conversation" }, this.scroller, this.newest);
    this.watcher = new ResizeObserver(() => { if (this.atEnd) this.toEnd(); });
    this.watcher.observe(this.list);
    this.watcher.observe(this.scroller);
  }

  /** Fetches everything anew. `unread` of them have not been read yet. */
  async load(unread = 0) {
    const meanwhile = new Map();
    this.asked.add(meanwhile);
    const reply = await ask("messages", { as: store.me.id, channel: this.channel, thread_ts: this.thread });
    this.asked.delete(meanwhile);
    if (!reply.ok) {
      toast(complaint(reply), "error");
      return;
    }
    this.messages = new Map([...reply.messages.map((message) => [message.ts, message]), ...meanwhile]);
    for (const [ts, message] of meanwhile) if (!message) this.messages.delete(ts);
    this.rows.clear();
    const others = this.ordered().filter((message) => message.user !== store.me.id);
    this.firstUnread = unread > 0 ? others[Math.max(0, others.length - unread)]?.ts : null;
    this.draw();
    this.toEnd();
  }

  stop() {
    this.watcher.disconnect();
  }

  belongs(message) {
    if (message.channel !== this.channel) return false;
    if (this.thread) return message.ts === this.thread || message.thread_ts === this.thread;
    return !message.thread_ts || message.thread_ts === message.ts || message.subtype === "thread_broadcast";
  }

  /** A message has come or has changed. */
  take(message, isNew) {
    if (!this.belongs(message)) return;
    const known = this.messages.has(message.ts);
    this.messages.set(message.ts, message);
    this.note(message.ts, message);
    this.rows.delete(message.ts);
    if (isNew && !known && message.user !== store.me.id) {
      say(spokenMessage(message));
      if (!this.atEnd) this.newest.hidden = false;
    }
    if (isNew && message.user === store.me.id) this.atEnd = true;
    this.draw();
    if (this.atEnd) this.toEnd();
  }

  // An answer that is still under way is older than what comes now, and must not undo it.
  note(ts, message) {
    for (const meanwhile of this.asked) meanwhile.set(ts, message);
  }

  remove(ts) {
    this.note(ts, null);
    if (!this.messages.delete(ts)) return;
    this.rows.delete(ts);
    this.draw();
  }

  react(ts, reactions) {
    const message = this.messages.get(ts);
    if (message) this.take({ ...message, reactions }, false);
  }

  ordered() {
    return [...this.messages.values()].sort((one, other) => Number(one.ts) - Number(other.ts));
  }

  draw() {
    const focused = this.focusedPlace();
    const nodes = [];
    let before = null;
    const start = this.beginning();
    if (start) nodes.push(start);
    for (const message of this.ordered()) {
      nodes.push(...this.dividersBefore(message, before), this.row(message, this.continues(message, before)));
      if (this.thread && message.ts === this.thread) nodes.push(this.divider("replies", this.replyCount()));
      before = message;
    }
    reconcile(this.list, nodes);
    const last = nodes[nodes.length - 1];
    for (const node of nodes) if (node.getAttribute("role") === "listitem" && node.classList.contains("message")) node.tabIndex = node === last ? 0 : -1;
    if (focused) this.refocus(focused);
  }

  replyCount() {
    return words.thread.count(this.messages.size - 1);
  }

  row(message, compact) {
    const kept = this.rows.get(message.ts);
    if (kept && kept.compact === compact) return kept.node;
    const node = messageRow(message, { compact, inThread: Boolean(this.thread) });
    this.rows.set(message.ts, { node, compact });
    return node;
  }

  continues(message, before) {
    if (!before || before.subtype || message.subtype || this.firstUnread === message.ts) return false;
    if (this.thread && before.ts === this.thread) return false;
    return before.user === message.user && before.username === message.username && !before.ephemeral === !message.ephemeral
      && !before.reply_count && moment(message) - moment(before) < TOGETHER_MS && dayKey(moment(message)) === dayKey(moment(before));
  }

  dividersBefore(message, before) {
    const nodes = [];
    const day = dayKey(moment(message));
    if (!this.thread && (!before || dayKey(moment(before)) !== day)) nodes.push(this.divider(`day:${day}`, dayLabel(moment(message))));
    if (!this.thread && this.firstUnread === message.ts) nodes.push(this.divider("new", words.message.newLine));
    return nodes;
  }

  divider(key, label) {
    if (!this.dividers.has(key)) {
      const style = key === "new" ? "day-line is-new" : key === "replies" ? "reply-line" : "day-line";
      this.dividers.set(key, h("div", { class: style, role: "listitem" }, h("span", { class: "day-label" })));
    }
    const node = this.dividers.get(key);
    if (node.firstChild.textContent !== label) node.firstChild.textContent = label;
    return node;
  }

  focusedPlace() {
    const row = document.activeElement?.closest?.(".message");
    if (!row || !this.list.contains(row)) return null;
    const all = [...row.querySelectorAll("button, input, textarea, a")];
    return { row, ts: row.dataset.ts, index: all.indexOf(document.activeElement) };
  }

  // A message that was drawn anew lost the focus with its old nodes: give it back to what took their place.
  refocus({ row, ts, index }) {
    const now = this.rows.get(ts)?.node;
    if (!now || now === row) return;
    const all = [...now.querySelectorAll("button, input, textarea, a")];
    (index >= 0 && all[index] ? all[index] : now).focus({ preventScroll: true });
  }

  key(event) {
    if (!event.target.classList.contains("message")) return;
    const rows = [...this.list.querySelectorAll(".message")];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const next = step && rows[rows.indexOf(event.target) + step];
    if (!next) return;
    event.preventDefault();
    rows.forEach((row) => { row.tabIndex = -1; });
    next.tabIndex = 0;
    next.focus();
  }

  scrolled() {
    const { scrollTop, clientHeight, scrollHeight } = this.scroller;
    this.atEnd = scrollHeight - scrollTop - clientHeight < NEAR_END;
    if (this.atEnd) this.newest.hidden = true;
  }

  toEnd() {
    this.scroller.scrollTop = this.scroller.scrollHeight;
    this.atEnd = true;
    this.newest.hidden = true;
  }
}
