// The app: its Home tab, the conversation with it, and what it can do.
import { freshId, h } from "../core/dom.js";
import { icon } from "../core/icons.js";
import { go } from "../core/place.js";
import { complaint, tell } from "../core/server.js";
import { appConversation, emit, store } from "../core/store.js";
import { drawBlocks } from "../kit/blocks.js";
import { Surface, Values } from "../kit/surface.js";
import { words } from "../words.js";
import { toast } from "../windows/toast.js";
import { Composer } from "./composer.js";
import { Conversation } from "./conversation.js";
import { avatar } from "./people.js";

const homeValues = new Values();

/** Draws the app's page with the tab that the address names: "home", "messages" or "about". */
export class AppView {
  constructor(tab) {
    this.tabs = store.app.home_tab ? ["home", "messages", "about"] : ["messages", "about"];
    this.tab = this.tabs.includes(tab) ? tab : this.tabs[0];
    this.panelId = freshId("panel");
    this.panel = h("div", { class: "app-panel", role: "tabpanel", id: this.panelId });
    this.node = h("div", { class: "view" },
      h("header", { class: "view-head view-head-app" }, h("h1", { class: "view-title" }, avatar(store.members.get(store.app.bot_user_id) || { is_bot: true }, 24), h("span", {}, store.app.name)), this.tabList()),
      this.panel);
    if (this.tab === "messages") this.showMessages();
    if (this.tab === "about") this.panel.append(about());
  }

  tabList() {
    const buttons = this.tabs.map((tab) => h("button", {
      type: "button", class: "tab", role: "tab", id: `${this.panelId}-${tab}`, "aria-selected": String(tab === this.tab), "aria-controls": this.panelId,
      tabindex: tab === this.tab ? "0" : "-1", on: { click: () => go({ tab }) },
    }, words.app[tab]));
    this.panel.setAttribute("aria-labelledby", `${this.panelId}-${this.tab}`);
    return h("div", { class: "tabs", role: "tablist", "aria-label": words.app.tabs, on: { keydown: (event) => turn(event, buttons) } }, buttons);
  }

  showMessages() {
    const channel = appConversation();
    if (!channel) {
      this.panel.append(h("div", { class: "empty" }, words.app.noConversation));
      return;
    }
    this.channel = channel;
    this.conversation = new Conversation({ channel: channel.id, beginning });
    this.composer = new Composer({ channel: channel.id, label: words.composer.to(store.app.name) });
    this.panel.append(this.conversation.node, this.composer.node);
  }

  /** Tells the bot that its page was opened, and shows what it has published. */
  async load() {
    const told = tell("home", { as: store.me.id, tab: this.tab === "messages" ? "messages" : "home" });
    if (this.tab === "messages") emit("done", { by: "app_messages" });
    if (this.tab === "messages") return this.conversation?.load(store.channels.get(this.channel.id)?.unread);
    if (this.tab === "about") return undefined;
    const before = this.shown;
    const reply = await told;
    if (!reply.ok) toast(complaint(reply), "error");
    else if (this.shown === before) this.draw(reply.view); // else the bot was quicker than the answer
    emit("done", { by: "home" });
    return undefined;
  }

  /** The Home tab was published: draws it anew, when that is what is open. */
  showHome(view) {
    if (this.tab === "home") this.draw(view);
  }

  draw(view) {
    const shown = JSON.stringify([view?.id, view?.blocks]);
    if (shown === this.shown) return; // published again as it was: a sorted table stays sorted
    this.shown = shown;
    const scroll = this.panel.scrollTop;
    this.panel.replaceChildren(h("div", { class: "home" }, view
      ? drawBlocks(view.blocks, new Surface("home", { type: "view", view_id: view.id }, homeValues))
      : h("div", { class: "empty" }, icon("home", 40), h("p", {}, words.app.noHome(store.app.name)))));
    this.panel.scrollTop = scroll;
  }

  focus() {
    if (this.composer) this.composer.field.focus({ preventScroll: true });
  }

  stop() {
    this.conversation?.stop();
  }
}

function turn(event, buttons) {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const next = buttons[(buttons.indexOf(document.activeElement) + step + buttons.length) % buttons.length];
  next.click();
  document.getElementById(next.id)?.focus();
}

function beginning() {
  return h("div", { class: "beginning", role: "listitem" }, avatar({ is_bot: true }, 56), h("div", { class: "beginning-title" }, store.app.name), h("p", {}, words.app.beginning(store.app.name)));
}

function about() {
  const row = (name, note) => h("div", { class: "about-row" }, h("dt", {}, name), h("dd", {}, note));
  return h("div", { class: "home about" },
    h("h2", { class: "about-title" }, words.app.commands),
    h("dl", {}, store.commands.map((command) => row(h("span", {}, h("strong", {}, command.command), ` ${command.usage_hint || ""}`), command.description || ""))),
    store.shortcuts.length ? h("h2", { class: "about-title" }, words.app.shortcuts) : null,
    h("dl", {}, store.shortcuts.map((shortcut) => row(h("strong", {}, shortcut.name), shortcut.description || words.app.shortcutTypes[shortcut.type] || ""))));
}
