// Where a message is written: formatting, completion, files, drafts, sending.
import { freshId, h } from "../core/dom.js";
import { icon } from "../core/icons.js";
import { draft, keepDraft } from "../core/memory.js";
import { complaint, tell } from "../core/server.js";
import { emit, store } from "../core/store.js";
import { base64 } from "../kit/fields.js";
import { words } from "../words.js";
import { openMenu } from "../windows/menu.js";
import { Completion } from "./completion.js";
import { chooseEmoji } from "./reactions.js";

const TALLEST = 240;

/** A composer for one conversation or thread. */
export class Composer {
  constructor({ channel, thread = null, label }) {
    Object.assign(this, { channel, thread });
    const hintId = freshId("usage");
    this.field = h("textarea", {
      class: "composer-field", rows: "1", placeholder: label, "aria-label": label, "aria-describedby": hintId, value: draft(store.me.id, channel, thread),
      on: { input: () => this.changed(), keydown: (event) => this.key(event), click: () => this.completion.update(), keyup: (event) => this.moved(event) },
    });
    this.hint = h("div", { class: "usage", id: hintId });
    this.fault = h("div", { class: "composer-fault", role: "alert" });
    this.send = h("button", { type: "button", class: "send", "aria-label": words.composer.send, on: { click: () => this.submit() } }, icon("send", 18));
    this.files = h("input", { type: "file", multiple: true, class: "unseen", tabindex: "-1", "aria-hidden": "true", on: { change: () => this.upload() } });
    this.box = h("div", { class: "composer-box" }, this.formatBar(), this.field, this.toolBar());
    this.node = h("div", { class: "composer" }, this.fault, this.box, this.hint);
    this.completion = new Completion(this.field, this.box, () => this.changed());
    requestAnimationFrame(() => this.fit());
    this.showHint();
  }

  formatBar() {
    const marks = [["bold", "*"], ["italic", "_"], ["strike", "~"], ["code", "`"]];
    return h("div", { class: "format-bar", role: "group", "aria-label": words.composer.formatting },
      marks.map(([name, sign]) => this.tool(words.composer[name], icon(name, 18), () => this.wrap(sign))),
      this.tool(words.composer.quote, icon("quote", 18), () => this.insert("\n> ")));
  }

  toolBar() {
    const attach = this.tool(words.composer.attach, icon("plus", 18), () => this.files.click());
    const emojiButton = this.tool(words.composer.emoji, icon("smile", 18), (event) => chooseEmoji(event.currentTarget, (name) => this.insert(`:${name}: `)));
    const mention = this.tool(words.composer.mention, icon("at", 18), () => this.insert("@"));
    const shortcuts = this.tool(words.composer.shortcuts, icon("bolt", 18), (event) => openMenu(event.currentTarget, this.shortcutItems(), { label: words.composer.shortcuts, above: true }));
    shortcuts.setAttribute("aria-haspopup", "menu");
    return h("div", { class: "tool-bar" }, attach, this.files, emojiButton, mention, shortcuts, h("span", { class: "tool-space" }), this.send);
  }

  tool(label, content, run) {
    return h("button", { type: "button", class: "composer-tool", "aria-label": label, title: label, on: { click: run } }, content);
  }

  shortcutItems() {
    const global = store.shortcuts.filter((shortcut) => shortcut.type === "global");
    return [
      ...global.map((shortcut) => ({ label: shortcut.name, description: shortcut.description || store.app.name, lead: icon("bolt", 18), run: () => this.runShortcut(shortcut) })),
      ...store.commands.map((command) => ({ label: `${command.command} ${command.usage_hint || ""}`.trim(), description: command.description, lead: icon("code", 18), run: () => this.put(`${command.command} `) })),
    ];
  }

  async runShortcut(shortcut) {
    const reply = await tell("shortcut", { as: store.me.id, callback_id: shortcut.callback_id });
    if (!reply.ok) this.complain(complaint(reply));
  }

  /** Puts a text in, in place of what stands there. */
  put(text) {
    this.field.value = text;
    this.changed();
    this.field.focus();
    this.field.setSelectionRange(text.length, text.length);
    this.completion.close();
  }

  insert(text) {
    this.field.focus();
    this.field.setRangeText(text, this.field.selectionStart, this.field.selectionEnd, "end");
    this.changed();
  }

  wrap(sign) {
    const { selectionStart: from, selectionEnd: to, value } = this.field;
    this.field.focus();
    this.field.setRangeText(sign + value.slice(from, to) + sign, from, to, "end");
    if (from === to) this.field.setSelectionRange(from + 1, from + 1);
    this.changed();
  }

  changed() {
    keepDraft(store.me.id, this.channel, this.thread, this.field.value);
    emit("drafts");
    this.complain("");
    this.fit();
    this.showHint();
    this.completion.update();
  }

  moved(event) {
    if (["ArrowLeft", "ArrowRight", "Home", "End"].includes(event.key)) this.completion.update();
  }

  fit() {
    this.field.style.height = "auto";
    this.field.style.height = `${Math.min(TALLEST, this.field.scrollHeight)}px`;
    this.send.classList.toggle("is-ready", this.field.value.trim() !== "");
    this.send.setAttribute("aria-disabled", String(this.field.value.trim() === ""));
  }

  // The usage hint of the command that is being typed stands under the box, as long as it is typed.
  showHint() {
    const command = store.commands.find((one) => this.field.value.startsWith(`${one.command} `));
    this.hint.replaceChildren(...(command
      ? [h("strong", {}, command.command), ` ${command.usage_hint || ""}`, h("span", { class: "usage-note" }, command.description || "")]
      : [h("span", { class: "usage-keys" }, this.field.value ? words.composer.newLine : "")]));
  }

  key(event) {
    if (this.completion.key(event)) return;
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.submit();
    }
    const sign = (event.ctrlKey || event.metaKey) && { b: "*", i: "_" }[event.key];
    if (sign) {
      event.preventDefault();
      this.wrap(sign);
    }
  }

  async submit() {
    const text = this.field.value.trim();
    if (!text) return;
    this.completion.close();
    this.field.value = "";
    this.changed();
    const reply = await tell("send", { as: store.me.id, channel: this.channel, text, thread_ts: this.thread || undefined });
    if (reply.ok) {
      emit("sent", { text, channel: reply.message?.channel });
      emit("done", { by: "sent", text });
      return;
    }
    // What was typed comes back, unless something new has been begun meanwhile.
    if (!this.field.value) this.put(text);
    this.complain(complaint(reply));
  }

  complain(text) {
    this.fault.textContent = text;
  }

  async upload() {
    for (const file of this.files.files) {
      const reply = await tell("upload", {
        as: store.me.id, channel: this.channel, filename: file.name, content_base64: await base64(file), text: this.field.value.trim() || undefined, thread_ts: this.thread || undefined,
      });
      if (!reply.ok) this.complain(complaint(reply));
      else if (this.field.value) this.put("");
    }
    this.files.value = "";
  }
}
