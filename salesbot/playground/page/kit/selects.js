// Select menus, single and multiple: static, from the bot, of people, channels and conversations.
import { store, titleOf } from "../core/store.js";
import { words } from "../words.js";
import { picker } from "./picker.js";
import { groupsOf } from "./surface.js";
import { plain } from "./text.js";

// How each kind names what was chosen: [single, multiple, the element's own initial fields].
const NAMES = {
  static: ["selected_option", "selected_options", "initial_option", "initial_options"],
  external: ["selected_option", "selected_options", "initial_option", "initial_options"],
  users: ["selected_user", "selected_users", "initial_user", "initial_users"],
  channels: ["selected_channel", "selected_channels", "initial_channel", "initial_channels"],
  conversations: ["selected_conversation", "selected_conversations", "initial_conversation", "initial_conversations"],
};

/** Any select element. */
export function selectMenu(element, block, surface, about) {
  const multi = element.type.startsWith("multi_");
  const kind = element.type.replace("multi_", "").replace("_select", "");
  const [one, many, initialOne, initialMany] = NAMES[kind];
  const name = multi ? many : one;
  const initial = (multi ? element[initialMany] : element[initialOne]) ?? preselected(element, kind, multi);
  const state = surface.values.start(block.block_id, element.action_id, { type: element.type, [name]: initial });
  const save = async (options) => {
    const before = surface.values.get(block.block_id, element.action_id);
    const chosen = options.map((option) => option.raw);
    const action = { [name]: multi ? chosen : chosen[0] ?? null };
    surface.values.set(block.block_id, element.action_id, { type: element.type, ...action });
    if (about.isInput && !about.dispatch) return true;
    if (await surface.act(block, element, action)) return true;
    surface.values.set(block.block_id, element.action_id, before);
    return false;
  };
  return picker({
    id: about.id, multi, placeholder: plain(element.placeholder) || words.picker.choose, labelledby: about.labelledby,
    label: about.label || plain(element.placeholder) || element.action_id, described: about.described, invalid: about.invalid,
    required: about.required, clearable: about.isInput && about.optional, most: element.max_selected_items || null,
    asksBot: kind === "external", leastTyped: kind === "external" ? element.min_query_length ?? 3 : 0,
    chosen: [].concat(state[name] ?? []).map((raw) => entryOf(raw, kind)), focus: element.focus_on_load,
    load: (typed) => loadEntries(kind, element, block, surface, typed), onChange: save,
  });
}

function preselected(element, kind, multi) {
  const here = kind === "conversations" && element.default_to_current_conversation ? store.channels.get(store.open) : null;
  if (multi) return here ? [here.id] : [];
  return here ? here.id : null;
}

async function loadEntries(kind, element, block, surface, typed) {
  if (kind === "external") return asEntries(await surface.suggest(block, element, typed), kind);
  if (kind === "static") return matching(asEntries(groupsOf(element), kind), typed);
  if (kind === "users") return matching([{ label: null, entries: people() }], typed);
  return matching([{ label: null, entries: conversations(kind, element.filter) }], typed);
}

function asEntries(groups, kind) {
  return groups.map((group) => ({ label: plain(group.label), entries: group.options.map((option) => entryOf(option, kind)) }));
}

function matching(groups, typed) {
  const wanted = typed.trim().toLocaleLowerCase();
  const fits = (entry) => !wanted || `${entry.text} ${entry.description}`.toLocaleLowerCase().includes(wanted);
  return groups.map((group) => ({ ...group, entries: group.entries.filter(fits) })).filter((group) => group.entries.length);
}

function people() {
  return [...store.members.values()].filter((member) => !member.deleted).map((member) => entryOf(member.id, "users"));
}

function conversations(kind, filter = {}) {
  const kinds = filter.include ? { public: "channel", private: "private", im: "im" } : {};
  const wanted = new Set((filter.include || []).map((name) => kinds[name]));
  return [...store.channels.values()]
    .filter((channel) => channel.kind !== "app" && (kind === "conversations" || channel.kind === "channel"))
    .filter((channel) => wanted.size === 0 || wanted.has(channel.kind))
    .filter((channel) => !(filter.exclude_bot_users && channel.with === store.app.bot_user_id))
    .map((channel) => entryOf(channel.id, "channels"));
}

/** One choice as the picker shows it: `raw` is what Slack sends. */
function entryOf(raw, kind) {
  if (kind === "static" || kind === "external") {
    return { key: raw.value, text: plain(raw.text), description: plain(raw.description), raw };
  }
  if (kind === "users") {
    const member = store.members.get(raw);
    return { key: raw, text: member ? member.real_name || member.name : raw, description: member?.title || "", raw, member };
  }
  const channel = store.channels.get(raw);
  if (!channel) return { key: raw, text: raw, description: "", raw };
  return { key: raw, text: channel.kind === "im" ? titleOf(channel) : `#${channel.name}`, description: "", raw };
}
