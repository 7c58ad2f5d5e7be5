// Reactions under a message, and the panel to choose one from.
import { h, topLayer } from "../core/dom.js";
import { icon } from "../core/icons.js";
import { complaint, tell } from "../core/server.js";
import { nameOf, store } from "../core/store.js";
import { emojiNode } from "../kit/chips.js";
import { allEmoji } from "../kit/emoji.js";
import { words } from "../words.js";
import { placeBeside } from "../windows/floating.js";
import { toast } from "../windows/toast.js";

/** The row of reactions, each a button that adds or takes back one's own. */
export function reactions(message) {
  const list = (message.reactions || []).filter((reaction) => reaction.users.length);
  if (!list.length) return null;
  return h("div", { class: "reactions", role: "group", "aria-label": words.message.reactions }, list.map((reaction) => chip(message, reaction)),
    h("button", { type: "button", class: "reaction reaction-add", "aria-label": words.message.react, on: { click: (event) => chooseEmoji(event.currentTarget, (name) => toggleReaction(message, name, true)) } }, icon("smile", 16)));
}

function chip(message, reaction) {
  const own = reaction.users.includes(store.me.id);
  const who = reaction.users.map((id) => (id === store.me.id ? words.people.youName : nameOf(id))).join(", ");
  return h("button", {
    type: "button", class: own ? "reaction is-own" : "reaction", "aria-pressed": String(own), title: words.message.reacted(who, reaction.name),
    "aria-label": words.message.reactionCount(reaction.name.replace(/_/g, " "), reaction.users.length), on: { click: () => toggleReaction(message, reaction.name, !own) },
  }, reaction.emoji ? h("span", { class: "emoji" }, reaction.emoji) : emojiNode(reaction.name), h("span", { class: "reaction-count" }, String(reaction.users.length)));
}

/** Adds or takes back a reaction. */
export async function toggleReaction(message, name, wanted) {
  const reply = await tell("react", { as: store.me.id, channel: message.channel, ts: message.ts, name, on: wanted });
  if (!reply.ok) toast(complaint(reply), "error");
}

let panel = null;

/** A panel of emoji beside a button; `chosen` is called with a name. */
export function chooseEmoji(anchor, chosen) {
  closePanel();
  const grid = h("div", { class: "emoji-grid" });
  const search = h("input", { class: "field-input", type: "search", placeholder: words.emoji.search, "aria-label": words.emoji.search, on: { input: () => fill(search.value) } });
  const node = h("div", { class: "emoji-panel", role: "dialog", "aria-label": words.emoji.label }, search, grid);
  const take = (name) => {
    closePanel();
    anchor.focus();
    chosen(name);
  };
  function fill(typed) {
    const wanted = typed.trim().toLowerCase().replace(/[ :]/g, "_");
    grid.replaceChildren(...allEmoji().filter(([name]) => name.includes(wanted)).map(([name, glyph]) => h("button", {
      type: "button", class: "emoji-choice", title: `:${name}:`, "aria-label": name.replace(/_/g, " "), on: { click: () => take(name) },
    }, glyph)));
  }
  node.addEventListener("keydown", (event) => gridKey(event, grid, anchor));
  fill("");
  topLayer(anchor).append(node);
  const atTheEnd = anchor.getBoundingClientRect().right > window.innerWidth / 2;
  const release = placeBeside(node, anchor, { above: true, end: atTheEnd, onAway: closePanel });
  const outside = (event) => { if (!node.contains(event.target)) closePanel(); };
  document.addEventListener("pointerdown", outside, true);
  panel = { node, stop: () => { release(); document.removeEventListener("pointerdown", outside, true); } };
  search.focus();
}

function gridKey(event, grid, anchor) {
  if (event.key === "Escape") {
    event.preventDefault();
    event.stopPropagation();
    closePanel();
    anchor.focus();
    return;
  }
  const all = [...grid.children];
  const at = all.indexOf(document.activeElement);
  const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 8, ArrowUp: -8 }[event.key];
  if (at < 0 && event.key === "ArrowDown") all[0]?.focus();
  else if (at < 0 && event.key === "Enter") all[0]?.click();
  else if (at >= 0 && step) all[Math.max(0, Math.min(all.length - 1, at + step))].focus();
  else return;
  event.preventDefault();
}

function closePanel() {
  panel?.stop();
  panel?.node.remove();
  panel = null;
}
