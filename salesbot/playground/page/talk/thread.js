// The pane beside the channel: one message and its replies.
import { h } from "../core/dom.js";
import { icon } from "../core/icons.js";
import { go } from "../core/place.js";
import { titleOf } from "../core/store.js";
import { words } from "../words.js";
import { Composer } from "./composer.js";
import { Conversation } from "./conversation.js";

/** A thread of one channel. */
export class ThreadPane {
  constructor(channel, thread) {
    this.thread = thread;
    this.conversation = new Conversation({ channel: channel.id, thread });
    this.composer = new Composer({ channel: channel.id, thread, label: words.thread.reply });
    const close = h("button", { type: "button", class: "button-bare", "aria-label": words.thread.close, on: { click: () => this.close() } }, icon("close"));
    this.node = h("aside", { class: "thread", "aria-label": words.thread.label, on: { keydown: (event) => { if (event.key === "Escape" && !event.defaultPrevented) this.close(); } } },
      h("header", { class: "view-head" }, h("h2", { class: "view-title" }, words.thread.title), h("div", { class: "view-topic" }, channel.kind === "im" ? titleOf(channel) : `#${channel.name}`), close),
      this.conversation.node, this.composer.node);
  }

  load() {
    return this.conversation.load();
  }

  focus() {
    this.composer.field.focus({ preventScroll: true });
  }

  close() {
    const ts = this.thread;
    go({ thread: null });
    document.querySelector(`.main .message[data-ts="${CSS.escape(ts)}"]`)?.focus({ preventScroll: true });
  }

  stop() {
    this.conversation.stop();
  }
}
