// One message as Slack shows it.
import { h, unseen } from "../core/dom.js";
import { icon } from "../core/icons.js";
import { go } from "../core/place.js";
import { complaint, tell } from "../core/server.js";
import { nameOf, store } from "../core/store.js";
import { clockTime, inFull, moment } from "../core/when.js";
import { drawBlocks } from "../kit/blocks.js";
import { emojiNode } from "../kit/chips.js";
import { QUICK } from "../kit/emoji.js";
import { messageFile } from "../kit/images.js";
import { mrkdwn } from "../kit/mrkdwn.js";
import { Surface, Values } from "../kit/surface.js";
import { words } from "../words.js";
import { openMenu } from "../windows/menu.js";
import { toast } from "../windows/toast.js";
import { avatar } from "./people.js";
import { chooseEmoji, reactions, toggleReaction } from "./reactions.js";

const SYSTEM = new Set(["channel_join", "channel_leave", "channel_topic", "channel_purpose", "channel_name", "channel_archive", "group_join"]);

/** What has been chosen in a message's own elements; kept while the message is drawn again. */
const valuesOf = new Map();

/** The row of a message. `compact` leaves out avatar and name; `inThread` leaves out the way into the thread. */
export function messageRow(message, { compact = false, inThread = false } = {}) {
  const author = authorOf(message);
  const when = moment(message);
  const short = compact && !message.ephemeral;
  const body = h("div", { class: "message-body" },
    message.ephemeral ? h("div", { class: "only-you" }, icon("eye", 16), words.message.onlyYou) : null,
    short ? unseen(author.name) : head(author, message, when),
    content(message), reactions(message), inThread ? null : replies(message));
  return h("div", {
    class: ["message", short && "is-compact", message.ephemeral && "is-ephemeral"].filter(Boolean).join(" "), role: "listitem", tabindex: "-1",
    "data-ts": message.ts, "aria-label": null,
  }, h("div", { class: "message-gutter" }, short ? time(when, "gutter-time") : avatar(author.member, 36)), body, toolbar(message, inThread));
}

/** Who wrote it: a member, or the app under its own or another name. */
export function authorOf(message) {
  const member = store.members.get(message.user) || (message.bot_id ? store.members.get(store.app.bot_user_id) || { is_bot: true, real_name: store.app.name } : null);
  return { member, name: message.username || member?.real_name || message.user || store.app.name, isApp: Boolean(message.bot_id || member?.is_bot) };
}

function head(author, message, when) {
  return h("div", { class: "message-head" }, h("span", { class: "author" }, author.name),
    author.isApp ? h("span", { class: "app-badge" }, words.message.app) : null, time(when, "message-time"));
}

function time(when, style) {
  return h("time", { class: style, datetime: when.toISOString(), title: inFull(when) }, clockTime(when));
}

function content(message) {
  const node = h("div", { class: "message-content" });
  if (SYSTEM.has(message.subtype)) node.append(h("div", { class: "text muted" }, mrkdwn(message.text || "")));
  else if (message.blocks?.length) node.append(drawBlocks(message.blocks, surfaceOf(message)));
  else if (message.text) node.append(h("div", { class: "text" }, mrkdwn(message.text)));
  if (message.edited) node.append(h("span", { class: "edited" }, words.message.edited));
  for (const file of message.files || []) node.append(messageFile(file));
  return node;
}

function surfaceOf(message) {
  const key = `${message.channel}:${message.ts}`;
  if (!valuesOf.has(key)) valuesOf.set(key, new Values());
  const container = { type: "message", channel: message.channel, ts: message.ts, is_ephemeral: Boolean(message.ephemeral) };
  return new Surface("message", container, valuesOf.get(key));
}

function replies(message) {
  if (!message.reply_count) return null;
  return h("button", { type: "button", class: "replies", on: { click: () => openThread(message) } },
    h("span", { class: "reply-count" }, words.message.replies(message.reply_count)), h("span", { class: "replies-hint" }, words.message.viewThread), icon("right", 16));
}

/** Opens the thread under a message. */
export function openThread(message) {
  go({ thread: message.thread_ts || message.ts });
}

function toolbar(message, inThread) {
  if (message.ephemeral || SYSTEM.has(message.subtype)) return null;
  const quick = QUICK.map((name) => tool(words.message.reactWith(name.replace(/_/g, " ")), emojiNode(name), () => toggleReaction(message, name, true)));
  const find = tool(words.message.react, icon("smile", 18), (event) => chooseEmoji(event.currentTarget, (name) => toggleReaction(message, name, true)));
  const thread = inThread ? null : tool(words.message.replyInThread, icon("thread", 18), () => openThread(message));
  const more = tool(words.message.more, icon("dots", 18), (event) => openMenu(event.currentTarget, moreItems(message), { label: words.message.more, end: true }));
  more.setAttribute("aria-haspopup", "menu");
  return h("div", { class: "message-tools", role: "group", "aria-label": words.message.tools(authorOf(message).name) }, quick, find, thread, more);
}

function tool(label, content, run) {
  return h("button", { type: "button", class: "tool", "aria-label": label, title: label, on: { click: run } }, content);
}

function moreItems(message) {
  const shortcuts = store.shortcuts.filter((shortcut) => shortcut.type === "message");
  return [
    ...shortcuts.map((shortcut) => ({ label: shortcut.name, description: store.app.name, lead: icon("bolt", 18), run: () => runShortcut(shortcut, message) })),
    { label: words.message.copyText, lead: icon("file", 18), run: () => copy(message.text || "") },
    { label: words.message.copyTs, lead: icon("code", 18), description: message.ts, run: () => copy(message.ts) },
  ];
}

async function runShortcut(shortcut, message) {
  const reply = await tell("shortcut", { as: store.me.id, callback_id: shortcut.callback_id, channel: message.channel, message_ts: message.ts });
  if (!reply.ok) toast(complaint(reply), "error");
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    toast(words.message.copied);
  } catch {
    toast(words.message.notCopied, "error");
  }
}

/** A message as one spoken sentence. */
export function spokenMessage(message) {
  return words.message.spoken(message.username || nameOf(message.user) || store.app.name, message.text || "");
}
