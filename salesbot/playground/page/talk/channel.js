// The open channel or direct message: its head, its messages, its composer.
import { h, reconcile } from "../core/dom.js";
import { icon } from "../core/icons.js";
import { complaint, tell } from "../core/server.js";
import { nameOf, store, titleOf } from "../core/store.js";
import { mrkdwn } from "../kit/mrkdwn.js";
import { words } from "../words.js";
import { openMenu } from "../windows/menu.js";
import { toast } from "../windows/toast.js";
import { Composer } from "./composer.js";
import { Conversation } from "./conversation.js";
import { avatar } from "./people.js";

/** Draws a channel; `load` fetches its messages. */
export class ChannelView {
  constructor(channel) {
    this.channel = channel;
    this.conversation = new Conversation({ channel: channel.id, beginning: () => beginning(channel) });
    this.composer = new Composer({ channel: channel.id, label: words.composer.to(channel.kind === "im" ? titleOf(channel) : `#${channel.name}`) });
    this.node = h("div", { class: "view" });
    this.show(channel);
  }

  /** Takes over the channel's members and topic; messages and what is being written stay untouched. */
  show(channel) {
    this.channel = channel;
    this.head?.remove();
    this.head = channelHead(channel);
    this.node.prepend(this.head);
    reconcile(this.node, [this.head, this.conversation.node, channel.joined === false ? joinBar(channel) : this.composer.node]);
  }

  load() {
    return this.conversation.load(store.channels.get(this.channel.id)?.unread);
  }

  focus() {
    this.composer.field.focus({ preventScroll: true });
  }

  stop() {
    this.conversation.stop();
  }
}

function channelHead(channel) {
  const sign = channel.kind === "im" ? avatar(store.members.get(channel.with), 24) : icon(channel.kind === "private" ? "lock" : "hash", 18);
  return h("header", { class: "view-head" },
    h("h1", { class: "view-title" }, sign, h("span", {}, titleOf(channel))),
    h("div", { class: "view-topic" }, channel.kind === "im" ? store.members.get(channel.with)?.title || "" : mrkdwn(channel.topic || "")),
    channel.kind === "im" ? null : membersButton(channel));
}

function membersButton(channel) {
  const node = h("button", {
    type: "button", class: "members-button", "aria-haspopup": "menu", "aria-expanded": "false", "aria-label": words.channel.members((channel.members || []).length),
    on: { click: () => openMenu(node, memberItems(channel), { label: words.channel.membersOf(channel.name), end: true, style: "menu-people" }) },
  }, (channel.members || []).slice(0, 3).map((id) => avatar(store.members.get(id), 20)), h("span", {}, String((channel.members || []).length)));
  return node;
}

// Everyone of the workspace: those inside are ticked; a choice invites or takes out.
function memberItems(channel) {
  const inside = new Set(channel.members || []);
  return [{ heading: words.channel.membersHelp }, ...[...store.members.values()].filter((member) => !member.deleted).map((member) => ({
    label: member.real_name || member.name, description: inside.has(member.id) ? words.channel.takeOut : words.channel.invite, lead: avatar(member, 24),
    checked: inside.has(member.id), run: () => join(channel, member.id, inside.has(member.id)),
  }))];
}

async function join(channel, member, out) {
  const reply = await tell("join", { as: store.me.id, channel: channel.id, member, ...(out ? { out: true } : {}) });
  if (!reply.ok) toast(complaint(reply), "error");
}

// Whoever only looks in writes nothing before joining.
function joinBar(channel) {
  return h("div", { class: "join-bar" }, h("p", {}, words.channel.viewing(channel.name)),
    h("button", { type: "button", class: "button button-primary", on: { click: () => join(channel, store.me.id, false) } }, words.channel.joinIt));
}

function beginning(channel) {
  if (channel.kind === "im") {
    const other = store.members.get(channel.with);
    const text = channel.with === store.me.id ? words.channel.beginningSelf : words.channel.beginningIm(nameOf(channel.with));
    return h("div", { class: "beginning", role: "listitem" }, avatar(other, 56), h("div", { class: "beginning-title" }, titleOf(channel)), h("p", {}, text));
  }
  return h("div", { class: "beginning", role: "listitem" }, h("div", { class: "beginning-sign" }, icon(channel.kind === "private" ? "lock" : "hash", 28)),
    h("div", { class: "beginning-title" }, words.channel.welcome(channel.name)), h("p", {}, channel.topic ? mrkdwn(channel.topic) : words.channel.beginning(channel.name)));
}
