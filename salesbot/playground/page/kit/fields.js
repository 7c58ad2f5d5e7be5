// Fields to fill in: text, numbers, addresses, days, times, files.
import { h } from "../core/dom.js";
import { complaint, tell } from "../core/server.js";
import { store } from "../core/store.js";
import { words } from "../words.js";
import { toast } from "../windows/toast.js";
import { plain } from "./text.js";

const TYPES = { plain_text_input: "text", email_text_input: "email", url_text_input: "url", number_input: "text" };

function attributes(element, about) {
  return {
    id: about.id, class: "field-input", placeholder: plain(element.placeholder) || null, "aria-describedby": about.described || null,
    "aria-label": about.labelledby ? null : about.label || plain(element.placeholder) || element.action_id,
    "aria-labelledby": about.labelledby || null, "aria-required": about.required ? "true" : null, "aria-invalid": about.invalid ? "true" : null,
    "data-autofocus": element.focus_on_load ? "true" : null,
  };
}

/** A line or a box of text; Enter or each character is sent where the bot asked for it. */
export function textField(element, block, surface, about) {
  const initial = element.initial_value ?? null;
  const state = surface.values.start(block.block_id, element.action_id, { type: element.type, value: initial });
  const multiline = element.multiline === true;
  const node = h(multiline ? "textarea" : "input", {
    ...attributes(element, about), type: multiline ? null : TYPES[element.type], rows: multiline ? "4" : null,
    value: state.value ?? "", maxlength: element.max_length || null, autocomplete: "off",
    inputmode: element.type === "number_input" ? "decimal" : null,
  });
  const send = () => surface.act(block, element, { value: surface.values.get(block.block_id, element.action_id).value });
  const on = element.dispatch_action_config?.trigger_actions_on || ["on_enter_pressed"];
  let waiting = null;
  node.addEventListener("input", () => {
    surface.values.set(block.block_id, element.action_id, { type: element.type, value: node.value === "" ? null : node.value });
    if (!about.dispatch || !on.includes("on_character_entered")) return;
    clearTimeout(waiting);
    waiting = setTimeout(send, 300); // as Slack: once the person pauses
  });
  node.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !about.dispatch || !on.includes("on_enter_pressed") || (multiline && event.shiftKey)) return;
    event.preventDefault();
    send();
  });
  return node;
}

/** Formatted text, entered as plain lines and sent as rich_text. */
export function richTextField(element, block, surface, about) {
  const state = surface.values.start(block.block_id, element.action_id, {
    type: element.type, rich_text_value: element.initial_value || null,
  });
  const text = (state.rich_text_value?.elements || []).flatMap((part) => part.elements || []).map((leaf) => leaf.text || "").join("");
  const node = h("textarea", { ...attributes(element, about), rows: "4", value: text });
  node.addEventListener("input", () => surface.values.set(block.block_id, element.action_id, {
    type: element.type,
    rich_text_value: node.value === "" ? null : {
      type: "rich_text", elements: [{ type: "rich_text_section", elements: [{ type: "text", text: node.value }] }],
    },
  }));
  return node;
}

/** A day, or a day with a time (read in the member's computer's zone, sent as a Unix time). */
export function dateField(element, block, surface, about) {
  const withTime = element.type === "datetimepicker";
  const name = withTime ? "selected_date_time" : "selected_date";
  const initial = (withTime ? element.initial_date_time : element.initial_date) ?? null;
  const state = surface.values.start(block.block_id, element.action_id, { type: element.type, [name]: initial });
  const node = h("input", {
    ...attributes(element, about), class: "field-input field-short", type: withTime ? "datetime-local" : "date",
    value: withTime ? localDateTime(state[name]) : state[name] || "",
  });
  watch(node, element, block, surface, about, () => (
    { [name]: withTime ? (node.value ? Math.floor(new Date(node.value).getTime() / 1000) : null) : node.value || null }));
  return node;
}

function localDateTime(seconds) {
  if (!seconds) return "";
  const date = new Date(seconds * 1000);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60000).toISOString().slice(0, 16);
}

/** A time of day. */
export function timeField(element, block, surface, about) {
  const state = surface.values.start(block.block_id, element.action_id, { type: "timepicker", selected_time: element.initial_time ?? null });
  const node = h("input", { ...attributes(element, about), class: "field-input field-short", type: "time", value: state.selected_time || "" });
  watch(node, element, block, surface, about, () => ({ selected_time: node.value || null }));
  return node;
}

function watch(node, element, block, surface, about, read) {
  node.addEventListener("change", () => {
    const action = read();
    surface.values.set(block.block_id, element.action_id, { type: element.type, ...action });
    if (!about.isInput || about.dispatch) surface.act(block, element, action);
  });
}

/** Files: uploaded at once, their ids go with the form. */
export function fileField(element, block, surface, about) {
  const state = surface.values.start(block.block_id, element.action_id, { type: "file_input", files: [] });
  const list = h("ul", { class: "file-list" }, state.files.map((file) => h("li", {}, file.title || file.name || file.id)));
  const accept = (element.filetypes || []).map((type) => `.${type}`).join(",");
  const input = h("input", { ...attributes(element, about), class: "file-input", type: "file", accept: accept || null, multiple: (element.max_files || 10) > 1 });
  input.addEventListener("change", async () => {
    const files = await Promise.all([...input.files].slice(0, element.max_files || 10).map(upload));
    const arrived = files.filter(Boolean);
    surface.values.set(block.block_id, element.action_id, { type: "file_input", files: arrived });
    list.replaceChildren(...arrived.map((file) => h("li", {}, file.title || file.name || file.id)));
  });
  return h("div", {}, input, list);
}

async function upload(file) {
  const reply = await tell("upload", { as: store.me.id, channel: null, filename: file.name, content_base64: await base64(file) });
  if (!reply.ok) toast(complaint(reply), "error");
  return reply.ok ? reply.file || { id: reply.id, title: file.name } : null;
}

/** A file's bytes as base64. */
export function base64(file) {
  return new Promise((done, failed) => {
    const reader = new FileReader();
    reader.onload = () => done(String(reader.result).split(",")[1] || "");
    reader.onerror = () => failed(new Error(words.composer.unreadable(file.name)));
    reader.readAsDataURL(file);
  });
}
