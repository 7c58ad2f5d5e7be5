// The small things inside a text: people, channels, links, emoji, dates.
import { h } from "../core/dom.js";
import { addressOf } from "../core/place.js";
import { nameOf, store } from "../core/store.js";
import { dateByPattern, inFull } from "../core/when.js";
import { words } from "../words.js";
import { emoji } from "./emoji.js";

/** `@Kim Novak`, marked when it is oneself. */
export function userChip(userId) {
  const id = userId.split("|")[0];
  const own = id === store.me.id;
  return h("span", { class: own ? "mention mention-me" : "mention" }, `@${nameOf(id)}`);
}

/** `#general`, leading there where the reader may go. */
export function channelChip(channelId, label) {
  const channel = store.channels.get(channelId);
  const name = channel ? channel.name : label;
  if (!name) return h("span", { class: "mention" }, words.text.privateChannel);
  if (!channel) return h("span", { class: "mention" }, `#${name}`);
  return h("a", { class: "mention", href: addressOf({ channel: channelId, thread: null, tab: null }) }, `#${name}`);
}

/** `@here`, `@channel`, `@everyone`. */
export function broadcastChip(range) {
  return h("span", { class: "mention mention-me" }, `@${range.split("|")[0]}`);
}

/** `@sales-leads` */
export function usergroupChip(name) {
  return h("span", { class: "mention" }, name.startsWith("@") ? name : `@${name}`);
}

const SAFE = /^(https?:|mailto:|tel:)/i;

/** A link that only ever opens where web and mail addresses go, in a window of its own. */
export function linkNode(url, label, style) {
  const shown = label || url.replace(/^mailto:/, "");
  if (!SAFE.test(url) && !url.startsWith("/files/")) return shown;
  return h("a", { class: style || "link", href: url, target: "_blank", rel: "noopener noreferrer" }, shown);
}

/** An emoji by name, or its name where the table does not know it. */
export function emojiNode(name, unicode) {
  const glyph = emoji(name) || fromCodePoints(unicode);
  if (!glyph) return `:${name}:`;
  return h("span", { class: "emoji", role: "img", "aria-label": name.replace(/_/g, " "), title: `:${name}:` }, glyph);
}

function fromCodePoints(unicode) {
  if (!unicode || !/^[0-9a-f-]+$/i.test(unicode)) return null;
  return String.fromCodePoint(...unicode.split("-").map((point) => Number.parseInt(point, 16)));
}

/** A moment in the reader's own zone. */
export function dateNode(seconds, pattern, link) {
  const node = h("time", { class: "date", datetime: new Date(seconds * 1000).toISOString(), title: inFull(new Date(seconds * 1000)) },
    dateByPattern(seconds, pattern));
  return link && SAFE.test(link) ? h("a", { class: "link", href: link, target: "_blank", rel: "noopener noreferrer" }, node) : node;
}
