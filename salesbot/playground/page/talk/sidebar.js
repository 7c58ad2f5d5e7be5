// The sidebar: workspace, who is acting, channels, direct messages, apps.
import { h, reconcile, unseen } from "../core/dom.js";
import { icon } from "../core/icons.js";
import { draft } from "../core/memory.js";
import { addressOf, go } from "../core/place.js";
import { complaint, tell } from "../core/server.js";
import { appConversation, appEntry, isApp, on, store, titleOf } from "../core/store.js";
import { words } from "../words.js";
import { question } from "../windows/confirm.js";
import { toast } from "../windows/toast.js";
import { actingSwitch, avatar } from "./people.js";

/** Builds the sidebar; it draws itself again when anything in it changes. `onGo` is called after a choice (phone). */
export function sidebar(onGo) {
  const acting = actingSwitch();
  const title = h("div", { class: "team-name" });
  const lists = h("div", { class: "side-lists" });
  const node = h("nav", { class: "sidebar", "aria-label": words.sidebar.label, id: "sidebar" },
    h("div", { class: "side-head" }, title), acting.node, lists);
  const rows = new Map();
  const closed = new Set();

  function draw() {
    title.textContent = store.team.name;
    acting.draw();
    reconcile(lists, [
      section("channels", channels(), h("button", { type: "button", class: "side-item side-add", on: { click: newChannel } }, icon("plus", 16), words.sidebar.addChannel)),
      section("people", directMessages()),
      section("apps", [appEntry()].filter(Boolean)),
    ]);
  }

  const sections = new Map();
  function section(name, list, extra) {
    if (!sections.has(name)) sections.set(name, newSection(name, extra));
    const { body } = sections.get(name);
    const shown = closed.has(name) ? list.filter((channel) => channel.unread || channel.id === store.open) : list;
    reconcile(body, [...shown.map(row), ...(extra && !closed.has(name) ? [sections.get(name).extra] : [])]);
    return sections.get(name).node;
  }

  function newSection(name, extra) {
    const body = h("ul", { class: "side-list", id: `side-${name}` });
    const head = h("button", {
      type: "button", class: "side-heading", "aria-expanded": "true", "aria-controls": body.id,
      on: { click: () => {
        if (!closed.delete(name)) closed.add(name);
        head.setAttribute("aria-expanded", String(!closed.has(name)));
        draw();
      } },
    }, icon("down", 14), words.sidebar[name]);
    return { node: h("section", { class: "side-section" }, h("h2", { class: "side-h" }, head), body), body, extra: extra && h("li", {}, extra) };
  }

  function row(channel) {
    const isOpen = channel.id === store.open || (isApp(channel) && store.openApp);
    const unread = isApp(channel) ? appConversation()?.unread : channel.unread;
    const kept = !isOpen && draft(store.me.id, channel.id);
    const style = ["side-item", isOpen && "is-open", unread && !isOpen && "is-unread"].filter(Boolean).join(" ");
    const link = h("a", { class: style, href: addressOf({ channel: channel.id, thread: null, tab: null }), "aria-current": isOpen ? "page" : null, on: { click: onGo } },
      sign(channel), h("span", { class: "side-name" }, titleOf(channel)),
      channel.with === store.me.id ? h("span", { class: "side-you" }, words.people.you) : null,
      kept ? [h("span", { class: "side-draft" }, icon("pencil", 14)), unseen(words.sidebar.draft)] : null,
      unread && !isOpen ? [h("span", { class: "badge", "aria-hidden": "true" }, String(unread)), unseen(words.sidebar.unread(unread))] : null);
    if (!rows.has(channel.id)) rows.set(channel.id, h("li", {}));
    const item = rows.get(channel.id);
    const hadFocus = item.contains(document.activeElement);
    item.replaceChildren(link);
    if (hadFocus) link.focus();
    return item;
  }

  for (const topic of ["state", "channels", "place", "drafts"]) on(topic, draw);
  return node;
}

function sign(channel) {
  if (isApp(channel)) return avatar(store.members.get(store.app.bot_user_id) || { is_bot: true }, 20);
  if (channel.kind === "im") return avatar(store.members.get(channel.with), 20);
  return h("span", { class: "side-sign" }, icon(channel.kind === "private" ? "lock" : "hash", 16));
}

function channels() {
  return [...store.channels.values()].filter((channel) => channel.kind === "channel" || channel.kind === "private")
    .sort((one, other) => one.name.localeCompare(other.name));
}

function directMessages() {
  return [...store.channels.values()].filter((channel) => channel.kind === "im" && !isApp(channel))
    .sort((one, other) => titleOf(one).localeCompare(titleOf(other)));
}

async function newChannel() {
  const name = h("input", { class: "field-input", id: "new-channel-name", maxlength: "80", autocomplete: "off", required: true });
  const hidden = h("input", { type: "checkbox", class: "choice-mark", id: "new-channel-private" });
  const agreed = await question({
    title: words.sidebar.newChannel, yes: words.sidebar.create, ready: () => name.value.trim() !== "",
    body: h("div", {}, h("label", { class: "label", for: "new-channel-name" }, words.sidebar.channelName), name,
      h("div", { class: "choice" }, hidden, h("label", { for: "new-channel-private" }, words.sidebar.makePrivate))),
  });
  if (!agreed) return;
  const reply = await tell("channel", { as: store.me.id, name: name.value.trim().toLowerCase().replace(/[^\p{L}\p{N}_-]+/gu, "-"), private: hidden.checked });
  if (!reply.ok) toast(complaint(reply), "error");
  else if (reply.channel) go({ channel: reply.channel.id || reply.channel, thread: null, tab: null });
}
