// Completion while typing: slash commands from the manifest, @people, #channels, :emoji:.
import { freshId, h, topLayer } from "../core/dom.js";
import { icon } from "../core/icons.js";
import { store } from "../core/store.js";
import { allEmoji } from "../kit/emoji.js";
import { words } from "../words.js";
import { placeBeside } from "../windows/floating.js";
import { avatar } from "./people.js";

const MOST = 8;

/** What could follow at the caret: {title, from, to, rows: [{insert, label, note, lead, exact}]} or null. */
function candidates(text, caret) {
  const before = text.slice(0, caret);
  const command = /^\/\S*$/.exec(before);
  if (command) return commandRows(before, text);
  // A person's full name has a space in it: "@bo li" still offers Bo Lindqvist.
  const mark = /(?:^|[\s(])([@#:])([\p{L}\p{N}._+-]*)$/u.exec(before) || /(?:^|[\s(])(@)([\p{L}\p{N}._'-]+ [\p{L}\p{N}._' -]+)$/u.exec(before);
  if (!mark) return null;
  const [, sign, typed] = mark;
  const rows = ROWS[sign](typed.toLowerCase());
  return rows.length ? { title: words.completion[sign], from: caret - typed.length - 1, to: caret, rows: rows.slice(0, MOST) } : null;
}

function commandRows(before, text) {
  const typed = before.toLowerCase();
  const rows = store.commands.filter(({ command }) => command.startsWith(typed)).map((command) => ({
    insert: `${command.command} `, label: command.command, hint: command.usage_hint, note: command.description,
    lead: avatar({ is_bot: true }, 24), exact: text.trim() === command.command,
  }));
  return rows.length ? { title: words.completion["/"], from: 0, to: before.length, rows } : null;
}

const ROWS = {
  "@": (typed) => [...store.members.values()]
    .filter((member) => !member.deleted && isCalled(member, typed))
    .map((member) => ({ insert: `@${member.name} `, label: member.real_name, note: `@${member.name}`, lead: avatar(member, 24), exact: [member.name, member.real_name].some((name) => name.toLowerCase() === typed) })),
  "#": (typed) => [...store.channels.values()]
    .filter((channel) => (channel.kind === "channel" || channel.kind === "private") && channel.name.startsWith(typed))
    .map((channel) => ({ insert: `#${channel.name} `, label: channel.name, note: channel.topic || "", lead: icon(channel.kind === "private" ? "lock" : "hash", 16) })),
  ":": (typed) => (typed.length < 2 ? [] : allEmoji().filter(([name]) => name.startsWith(typed))
    .map(([name, glyph]) => ({ insert: `${glyph} `, label: `:${name}:`, note: "", lead: h("span", { class: "emoji" }, glyph) }))),
};

/** Whether what was typed begins a person's handle, their full name or one of its words. */
function isCalled(member, typed) {
  const full = member.real_name.toLowerCase();
  return full.startsWith(typed) || `${member.name} ${full}`.toLowerCase().split(/\s+/).some((part) => part.startsWith(typed));
}

/** Watches a text box. `box` is what the list stands above; `changed` is called after something was put in. */
export class Completion {
  constructor(field, box, changed) {
    this.field = field;
    this.box = box;
    this.changed = changed;
    this.list = null;
    field.setAttribute("aria-autocomplete", "list");
    field.addEventListener("blur", () => this.close());
  }

  update() {
    const found = this.field.selectionStart === this.field.selectionEnd ? candidates(this.field.value, this.field.selectionStart) : null;
    if (!found) {
      this.close();
      return;
    }
    this.found = found;
    if (!this.list) this.open();
    this.nodes = found.rows.map((row, index) => this.row(row, index));
    this.list.replaceChildren(h("div", { class: "completion-title", "aria-hidden": "true" }, found.title), ...this.nodes);
    this.activate(0);
  }

  open() {
    this.list = h("div", { class: "completion", role: "listbox", id: freshId("completion"), "aria-label": words.completion.label });
    topLayer(this.field).append(this.list);
    this.release = placeBeside(this.list, this.box, { match: true, above: true, onAway: () => this.close() });
    this.field.setAttribute("aria-controls", this.list.id);
  }

  row(row, index) {
    return h("div", {
      class: "completion-row", role: "option", id: freshId("completion-row"), "aria-selected": "false",
      on: { mousedown: (event) => { event.preventDefault(); this.take(index); }, mousemove: () => this.activate(index) },
    }, row.lead, h("span", { class: "completion-words" }, h("span", { class: "completion-label" }, row.label, row.hint ? h("span", { class: "completion-hint" }, ` ${row.hint}`) : null),
      row.note ? h("span", { class: "completion-note" }, row.note) : null));
  }

  activate(index) {
    this.nodes[this.active]?.setAttribute("aria-selected", "false");
    this.active = index;
    const node = this.nodes[index];
    node.setAttribute("aria-selected", "true");
    node.scrollIntoView({ block: "nearest" });
    this.field.setAttribute("aria-activedescendant", node.id);
  }

  take(index) {
    const { from, to, rows } = this.found;
    this.field.setRangeText(rows[index].insert, from, to, "end");
    this.close();
    this.changed();
  }

  /** Whether the key was for the list. */
  key(event) {
    if (!this.list) return false;
    const count = this.nodes.length;
    if (event.key === "ArrowDown") this.activate((this.active + 1) % count);
    else if (event.key === "ArrowUp") this.activate((this.active - 1 + count) % count);
    else if (event.key === "Escape") this.close();
    else if (event.key === "Tab" || (event.key === "Enter" && !event.shiftKey)) {
      if (event.key === "Enter" && this.found.rows[this.active].exact) return false; // the whole command or name stands there: send it
      this.take(this.active);
    } else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  close() {
    if (!this.list) return;
    this.release();
    this.list.remove();
    this.list = null;
    this.active = -1;
    this.field.removeAttribute("aria-controls");
    this.field.removeAttribute("aria-activedescendant");
  }
}
