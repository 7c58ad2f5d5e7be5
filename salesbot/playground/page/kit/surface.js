// Where blocks stand (a message, a modal, the Home tab), what has been filled in there, and how a click reaches the bot.
import { complaint, tell } from "../core/server.js";
import { emit, store } from "../core/store.js";
import { toast } from "../windows/toast.js";
import { confirmed } from "../windows/confirm.js";

/** The state of all elements of one surface, in the shape Slack sends: {block_id: {action_id: {...}}}. */
export class Values {
  constructor() {
    this.kept = new Map();
    this.shown = new Set();
  }

  /** Begins a new drawing: only what is drawn from now on belongs to the state. */
  begin() {
    this.shown = new Set();
  }

  /** An element is drawn: what a person has entered survives a new drawing, an initial value does not. */
  start(blockId, actionId, initial) {
    const key = JSON.stringify([blockId, actionId]);
    this.shown.add(key);
    const kept = this.kept.get(key);
    if (!kept || !kept.touched || kept.value.type !== initial.type) this.kept.set(key, { value: initial, touched: false });
    return this.kept.get(key).value;
  }

  /** A person changed an element. */
  set(blockId, actionId, value) {
    this.kept.set(JSON.stringify([blockId, actionId]), { value, touched: true });
  }

  get(blockId, actionId) {
    return this.kept.get(JSON.stringify([blockId, actionId]))?.value;
  }

  all() {
    const state = {};
    for (const key of this.shown) {
      const [blockId, actionId] = JSON.parse(key);
      state[blockId] = { ...state[blockId], [actionId]: this.kept.get(key).value };
    }
    return state;
  }
}

/** One surface: `kind` is "message", "modal" or "home"; `container` is what the server needs to find it again. */
export class Surface {
  constructor(kind, container, values = new Values()) {
    this.kind = kind;
    this.container = container;
    this.values = values;
  }

  /** Sends a click or a choice, after asking where the element wants a confirmation. False: it did not happen. */
  async act(block, element, action) {
    if (element.confirm && !(await confirmed(element.confirm))) return false;
    const reply = await tell("action", {
      as: store.me.id, container: this.container, block_id: block.block_id, action_id: element.action_id,
      action: { type: element.type, ...action }, state: this.values.all(),
    });
    if (!reply.ok) toast(complaint(reply), "error");
    else emit("done", { by: "pressed" });
    return reply.ok;
  }

  /** What the bot offers for a typed text. */
  async suggest(block, element, typed) {
    const reply = await tell("suggest", {
      as: store.me.id, container: this.container, block_id: block.block_id, action_id: element.action_id, value: typed,
    });
    if (!reply.ok) {
      toast(complaint(reply), "error");
      return [];
    }
    return groupsOf(reply);
  }
}

/** Options and option groups as one shape: [{label, options}]. */
export function groupsOf(source) {
  if (source.option_groups) return source.option_groups.map((group) => ({ label: group.label, options: group.options || [] }));
  return [{ label: null, options: source.options || [] }];
}
