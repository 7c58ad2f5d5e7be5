// Input blocks: label, element, hint, and what is wrong with the entry.
import { freshId, h } from "../core/dom.js";
import { icon } from "../core/icons.js";
import { words } from "../words.js";
import { drawElement } from "./elements.js";
import { plain } from "./text.js";

const GROUPS = new Set(["checkboxes", "radio_buttons"]);

/** One input block. */
export function inputBlock(block, surface, errors) {
  const id = freshId("input");
  const labelId = `${id}-label`;
  const fault = errors[block.block_id];
  const hint = block.hint ? h("div", { class: "hint", id: `${id}-hint` }, plain(block.hint)) : null;
  const error = fault ? faultNode(fault, `${id}-error`) : null;
  const about = {
    id, label: plain(block.label), labelledby: labelId, isInput: true, dispatch: block.dispatch_action === true,
    required: !block.optional, optional: block.optional, invalid: Boolean(fault),
    described: [error && `${id}-error`, hint && `${id}-hint`].filter(Boolean).join(" ") || null,
  };
  const optional = block.optional ? h("span", { class: "optional" }, ` ${words.modal.optional}`) : null;
  const label = GROUPS.has(block.element.type)
    ? h("div", { class: "label", id: labelId }, plain(block.label), optional)
    : h("label", { class: "label", id: labelId, for: id }, plain(block.label), optional);
  return h("div", { class: fault ? "block input-block has-error" : "block input-block", "data-block": block.block_id },
    label, drawElement(block.element, block, surface, about), error, hint);
}

function faultNode(text, id) {
  return h("div", { class: "field-error", id }, icon("warning", 16), h("span", {}, text));
}

/** What Slack's own client refuses before anything is sent: {block_id: sentence}. */
export function faultsBeforeSending(blocks, values) {
  const faults = {};
  for (const block of flatBlocks(blocks)) {
    if (block.type !== "input") continue;
    const fault = faultOf(block, values.get(block.block_id, block.element.action_id));
    if (fault) faults[block.block_id] = fault;
  }
  return faults;
}

function flatBlocks(blocks) {
  return (blocks || []).flatMap((block) => (block.type === "container" ? flatBlocks(block.child_blocks) : [block]));
}

function faultOf(block, state) {
  const entered = valueOf(state);
  const empty = entered === null || entered === undefined || entered === "" || (Array.isArray(entered) && entered.length === 0);
  if (empty) return block.optional ? null : words.modal.required;
  const element = block.element;
  if (element.min_length && String(entered).length < element.min_length) return words.modal.tooShort(element.min_length);
  if (element.type === "number_input") return numberFault(element, String(entered));
  if (element.type === "email_text_input" && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(entered)) return words.modal.noEmail;
  if (element.type === "url_text_input" && !/^https?:\/\/\S+$/i.test(entered)) return words.modal.noUrl;
  return null;
}

function numberFault(element, entered) {
  if (!/^-?\d+(\.\d+)?$/.test(entered.trim())) return words.modal.noNumber;
  if (!element.is_decimal_allowed && entered.includes(".")) return words.modal.noWholeNumber;
  const number = Number(entered);
  if (element.min_value !== undefined && number < Number(element.min_value)) return words.modal.tooSmall(element.min_value);
  if (element.max_value !== undefined && number > Number(element.max_value)) return words.modal.tooLarge(element.max_value);
  return null;
}

/** The one thing that was entered, whatever the element calls it. */
export function valueOf(state) {
  if (!state) return null;
  const [, value] = Object.entries(state).find(([name]) => name !== "type") || [];
  return value ?? null;
}
