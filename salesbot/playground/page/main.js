// Starts the page: who acts, what is open, and where each change goes.
import { h } from "./core/dom.js";
import { go, onMove, place } from "./core/place.js";
import { ask, complaint, follow, tell } from "./core/server.js";
import { adopt, appConversation, appEntry, emit, isApp, on, setClock, store } from "./core/store.js";
import { buildFrame } from "./frame.js";
import { AppView } from "./talk/appview.js";
import { ChannelView } from "./talk/channel.js";
import { ThreadPane } from "./talk/thread.js";
import { words } from "./words.js";
import { modals } from "./windows/modal.js";
import { startTheme } from "./windows/theme.js";
import { say, toast } from "./windows/toast.js";

const open = { view: null, thread: null, as: null, key: null, threadKey: null, stream: null, turn: 0 };
let frame = null;

startTheme();
frame = buildFrame(document.getElementById("page"), {
  write: (text) => (open.thread || open.view)?.composer?.put(text),
  home: () => go({ channel: open.lastChannel || null, thread: null, tab: null }),
});
onMove(arrive);
document.addEventListener("visibilitychange", () => { if (document.visibilityState === "visible") markRead(); });
on("sent", ({ channel }) => {
  if (channel && store.channels.get(openId())?.isNew) refresh().then(() => go({ channel }, { replace: true }));
});
arrive();

/** Goes to where the address points: first as whom, then which conversation, then which thread. */
async function arrive() {
  const wanted = place();
  if (!open.as || (wanted.as && wanted.as !== open.as)) {
    if (!(await become(wanted.as))) return;
  }
  show();
  open.stream.begin();
}

/** Takes on a member: first the stream of changes, then the picture, so that nothing falls between the two. */
async function become(member) {
  const turn = ++open.turn;
  open.stream?.stop();
  modals.dismissAll();
  const known = await ask("state", { as: member });
  if (turn !== open.turn) return false;
  if (!known.ok) return member && known.error !== "unreachable" ? become(null) : failed(known);
  const stream = follow(known.me.id, {
    onChange: changed, onLost: () => document.body.classList.add("is-away"), onBack: refresh,
  });
  open.stream = stream;
  await stream.here;
  const reply = await ask("state", { as: known.me.id });
  if (turn !== open.turn) return false;
  if (!reply.ok) return failed(reply);
  adopt(reply);
  open.as = store.me.id;
  open.key = open.threadKey = open.lastChannel = null;
  go({ as: store.me.id }, { replace: true });
  emit("state");
  modals.restore(reply.views);
  return true;
}

function failed(reply) {
  frame.main.replaceChildren(h("div", { class: "empty", role: "alert" }, h("p", {}, complaint(reply)),
    h("button", { type: "button", class: "button", on: { click: () => arrive() } }, words.server.again)));
  return false;
}

/** After a lost stream, or when the workspace began anew: everything is asked for again. */
async function refresh() {
  const reply = await ask("state", { as: open.as });
  if (!reply.ok) return;
  document.body.classList.remove("is-away");
  adopt(reply);
  emit("state");
  show();
  await Promise.all([open.view?.load(), open.thread?.load()]);
}

function firstChannel() {
  const channels = [...store.channels.values()].filter((channel) => channel.kind === "channel");
  return channels.find((channel) => channel.id === store.beginIn && channel.joined) || channels.find((channel) => channel.name === "general") || channels[0] || appEntry();
}

function show() {
  const { channel: wanted, tab, thread } = place();
  const channel = store.channels.get(wanted) || firstChannel();
  if (!channel) {
    frame.main.replaceChildren(h("div", { class: "empty" }, words.channel.none));
    return;
  }
  const key = [open.as, channel.id, isApp(channel) ? tab || (channel.kind === "im" && channel.unread ? "messages" : "") : ""].join();
  store.openApp = isApp(channel);
  store.open = channel.id;
  if (!store.openApp) open.lastChannel = channel.id;
  if (key !== open.key) showView(channel, tab, key);
  showThread(channel, thread);
  emit("place");
  titlePage();
}

function showView(channel, tab, key) {
  const moved = open.key !== null;
  open.view?.stop();
  open.key = key;
  open.view = isApp(channel) ? new AppView(tab || (appConversation()?.unread ? "messages" : "home")) : new ChannelView(channel);
  if (open.view.channel) store.open = open.view.channel.id;
  frame.main.replaceChildren(open.view.node);
  open.view.load().then(markRead);
  if (moved && !window.matchMedia("(pointer: coarse)").matches && !document.activeElement?.closest("[role=tab], nav, dialog")) open.view.focus();
}

function showThread(channel, thread) {
  const key = thread ? [open.as, channel.id, thread].join() : null;
  if (key === open.threadKey) return;
  open.thread?.stop();
  open.thread?.node.remove();
  open.threadKey = key;
  open.thread = key ? new ThreadPane(open.view.channel || channel, thread) : null;
  document.body.classList.toggle("has-thread", Boolean(key));
  if (!open.thread) return;
  frame.panes.append(open.thread.node);
  open.thread.load();
  open.thread.focus();
}

function openId() {
  return open.view?.channel?.id;
}

async function markRead() {
  const channel = store.channels.get(openId());
  if (!channel?.unread || document.visibilityState !== "visible") return;
  channel.unread = 0;
  emit("channels");
  titlePage();
  await tell("read", { as: store.me.id, channel: channel.id });
}

function titlePage() {
  const unread = [...store.channels.values()].reduce((sum, channel) => sum + (channel.unread || 0), 0);
  const name = store.openApp ? store.app.name : store.channels.get(store.open)?.name || store.team.name;
  document.title = words.frame.title(unread, name, store.team.name);
}

const CHANGES = {
  message: ({ message }) => {
    if (!store.channels.has(message.channel)) refresh(); // somebody wrote to this member for the first time
    eachConversation((one) => one.take(message, true));
    if (message.channel !== openId() && message.user !== store.me.id) say(words.message.elsewhere(store.channels.get(message.channel)?.name || store.app.name));
  },
  message_changed: ({ message }) => eachConversation((one) => one.take(message, false)),
  message_deleted: ({ channel, ts }) => eachConversation((one) => { if (one.channel === channel) one.remove(ts); }),
  reaction: ({ channel, ts, reactions }) => eachConversation((one) => { if (one.channel === channel) one.react(ts, reactions); }),
  view_open: ({ view }) => modals.open(view),
  view_push: ({ view }) => modals.push(view),
  view_update: ({ view }) => modals.update(view),
  view_close: ({ view_id: viewId, cleared }) => modals.closed(viewId, cleared),
  view_errors: (change) => modals.showErrors(change),
  home: ({ view }) => open.view?.showHome?.(view),
  unread: ({ channel, unread }) => {
    const known = store.channels.get(channel);
    if (!known) return;
    known.unread = unread;
    emit("channels");
    titlePage();
    if (channel === openId()) markRead();
  },
  channel: ({ channel }) => takeChannel(channel),
  clock: ({ clock }) => {
    if (store.clock.turning && !clock.turning) emit("done", { by: "turned" });
    setClock(clock);
    emit("clock");
  },
  bot: ({ connections }) => {
    store.bot = { connections };
    emit("bot");
  },
  toast: ({ text, level }) => toast(text, level),
  traffic: ({ entry }) => emit("traffic", entry),
  reset: () => refresh(),
};

function changed(change) {
  CHANGES[change.type]?.(change);
}

function eachConversation(run) {
  for (const part of [open.view, open.thread]) if (part?.conversation) run(part.conversation);
}

// A channel may come, change its members or topic, or be one that this member was taken out of.
function takeChannel(channel) {
  const gone = channel.removed || (channel.kind === "private" && !channel.members?.includes(store.me.id));
  if (gone) store.channels.delete(channel.id);
  else store.channels.set(channel.id, { ...store.channels.get(channel.id), ...channel });
  emit("channels");
  if (channel.id !== openId()) return;
  if (gone) show();
  else open.view.show?.(store.channels.get(channel.id));
}
