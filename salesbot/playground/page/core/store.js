// What the page knows: one snapshot of the workspace as the acting member sees it, and who wants to hear of changes.

export const store = {
  team: null, me: null, app: null, clock: null, bot: { connections: 0 },
  members: new Map(), channels: new Map(), commands: [], shortcuts: [], guide: [], beginIn: "",
};

const listeners = new Map();

/** Calls `heard` at each change of that topic; gives back a way to stop. */
export function on(topic, heard) {
  if (!listeners.has(topic)) listeners.set(topic, new Set());
  listeners.get(topic).add(heard);
  return () => listeners.get(topic).delete(heard);
}

/** Tells everyone who listens to the topic. */
export function emit(topic, detail) {
  for (const heard of listeners.get(topic) || []) heard(detail);
}

/** Takes a whole snapshot in. */
export function adopt(snapshot) {
  store.team = snapshot.team;
  store.me = snapshot.me;
  store.app = snapshot.app;
  store.bot = snapshot.bot || { connections: 0 };
  store.members = new Map(snapshot.members.map((member) => [member.id, member]));
  store.channels = new Map([...snapshot.channels, ...unwritten(snapshot)].map((channel) => [channel.id, channel]));
  store.commands = snapshot.commands || [];
  store.shortcuts = snapshot.shortcuts || [];
  store.guide = snapshot.guide || [];
  store.beginIn = snapshot.begin_in || "";
  setClock(snapshot.clock);
  const me = store.members.get(store.me.id);
  if (me) store.me = { ...me, ...store.me };
}

// Everybody can be written to: where no conversation exists yet, the person's id stands for it.
function unwritten({ channels, members, me, app }) {
  const known = new Set(channels.filter((channel) => channel.kind === "im").map((channel) => channel.with));
  return members.filter((member) => !known.has(member.id) && !member.deleted && !member.is_bot && member.id !== app.bot_user_id && member.id !== "USLACKBOT")
    .map((member) => ({ id: member.id, name: member.real_name, kind: "im", with: member.id, members: [me.id, member.id], topic: "", unread: 0, isNew: true }));
}

/** Takes over the calendar, and notes when it was told, so that it can go on by itself. */
export function setClock(clock) {
  store.clock = { ...clock, heard: performance.now() };
}

/** The workspace's calendar at this moment. */
export function now() {
  const since = store.clock.turning ? 0 : performance.now() - store.clock.heard;
  return new Date(Date.parse(store.clock.now_iso) + since);
}

/** The direct message with the app, which Slack shows under "Apps". */
export function appConversation() {
  return [...store.channels.values()].find((channel) => channel.kind === "im" && channel.with === store.app.bot_user_id);
}

/** The entry of the app itself. */
export function appEntry() {
  return [...store.channels.values()].find((channel) => channel.kind === "app") || appConversation();
}

/** Whether this entry of the list is the app, its own entry or the conversation with it. */
export function isApp(channel) {
  return channel.kind === "app" || channel.with === store.app.bot_user_id;
}

/** The name by which a person is shown. */
export function nameOf(userId) {
  const member = store.members.get(userId);
  return member ? member.real_name || member.name : userId;
}

/** The name of a conversation as the sidebar shows it. */
export function titleOf(channel) {
  if (isApp(channel)) return store.app.name;
  if (channel.kind === "im" && channel.with) return nameOf(channel.with);
  return channel.name;
}
