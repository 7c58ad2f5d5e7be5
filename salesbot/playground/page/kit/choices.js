// Checkboxes and radio buttons.
import { freshId, h } from "../core/dom.js";
import { textBox } from "./text.js";

/** A group of checkboxes; in actions each tick is sent at once. */
export function checkboxes(element, block, surface, about) {
  const state = surface.values.start(block.block_id, element.action_id, {
    type: "checkboxes", selected_options: element.initial_options || [],
  });
  const chosen = () => surface.values.get(block.block_id, element.action_id).selected_options;
  const change = (option, on) => {
    const others = chosen().filter((one) => one.value !== option.value);
    const selected = on ? element.options.filter((one) => one.value === option.value || others.some((other) => other.value === one.value)) : others;
    return { selected_options: selected };
  };
  return group(element, block, surface, about, {
    kind: "checkbox", isOn: (option) => state.selected_options.some((one) => one.value === option.value), change,
  });
}

/** A group of radio buttons. */
export function radioButtons(element, block, surface, about) {
  const state = surface.values.start(block.block_id, element.action_id, {
    type: "radio_buttons", selected_option: element.initial_option || null,
  });
  return group(element, block, surface, about, {
    kind: "radio", isOn: (option) => state.selected_option?.value === option.value, change: (option) => ({ selected_option: option }),
  });
}

function group(element, block, surface, about, { kind, isOn, change }) {
  const name = freshId("choice");
  const node = h("div", {
    class: "choices", role: kind === "radio" ? "radiogroup" : "group", id: about.id,
    "aria-label": about.labelledby ? null : about.label || block.block_id, "aria-labelledby": about.labelledby || null,
    "aria-describedby": about.described || null,
  });
  for (const option of element.options || []) {
    const id = freshId("option");
    const input = h("input", { type: kind, name, id, checked: isOn(option), class: "choice-mark", on: { change: () => picked(option, input) } });
    node.append(h("div", { class: "choice" }, input, h("label", { for: id },
      textBox(option.text, "choice-text", "span"), option.description ? textBox(option.description, "choice-note muted", "span") : null)));
  }
  async function picked(option, input) {
    const before = surface.values.get(block.block_id, element.action_id);
    const action = change(option, input.checked);
    surface.values.set(block.block_id, element.action_id, { type: element.type, ...action });
    if (about.isInput && !about.dispatch) return;
    if (await surface.act(block, element, action)) return;
    surface.values.set(block.block_id, element.action_id, before);
    node.querySelectorAll("input").forEach((one, index) => { one.checked = wasOn(before, element.options[index]); });
  }
  return node;
}

function wasOn(state, option) {
  if (state.type === "radio_buttons") return state.selected_option?.value === option.value;
  return state.selected_options.some((one) => one.value === option.value);
}
