// rich_text blocks: sections, lists, quotes and preformatted text, in which nothing is parsed.
import { h } from "../core/dom.js";
import { words } from "../words.js";
import { broadcastChip, channelChip, dateNode, emojiNode, linkNode, userChip, usergroupChip } from "./chips.js";

const BULLETS = ["disc", "circle", "square"];
const NUMBERS = ["decimal", "lower-alpha", "lower-roman"];

/** A whole rich_text block. */
export function richText(block) {
  return h("div", { class: "rich-text" }, (block.elements || []).map(part));
}

function part(element) {
  const draw = PARTS[element.type];
  return draw ? draw(element) : h("span", { class: "unknown" }, words.blocks.unknown(element.type));
}

const PARTS = {
  rich_text_section: (element) => h("div", { class: "text rich-section" }, inline(element.elements)),
  rich_text_quote: (element) => h("blockquote", { class: "quote text" }, inline(element.elements)),
  rich_text_preformatted: (element) => h("pre", { class: "pre" }, inline(element.elements)),
  rich_text_list: list,
};

// Slack sends nested lists flat, one list a run of lines, with `indent`; `offset` goes on counting.
function list(element) {
  const indent = Math.min(element.indent || 0, 8);
  const ordered = element.style === "ordered";
  const marks = ordered ? NUMBERS : BULLETS;
  const node = h(ordered ? "ol" : "ul", { class: "rich-list", start: ordered && element.offset ? element.offset + 1 : null });
  node.style.marginInlineStart = `${indent * 26}px`;
  node.style.listStyleType = marks[indent % 3];
  node.append(...(element.elements || []).map((item) => h("li", { class: "text" }, inline(item.elements))));
  return node;
}

/** The nodes of inline elements. */
export function inline(elements) {
  return (elements || []).map((element) => styled(leaf(element), element));
}

function leaf(element) {
  switch (element.type) {
    case "text": return element.text || "";
    case "link": return linkNode(element.url || "", element.text);
    case "user": return userChip(element.user_id || "");
    case "channel": return channelChip(element.channel_id || "");
    case "usergroup": return usergroupChip(element.usergroup_id || "");
    case "broadcast": return broadcastChip(element.range || "");
    case "emoji": return emojiNode(element.name || "", element.unicode);
    case "date": return dateNode(element.timestamp || 0, element.format || "{date_short_pretty}", element.url);
    case "color": return h("span", { class: "colour-chip" }, swatch(element.value), element.value);
    default: return h("span", { class: "unknown" }, words.blocks.unknown(element.type));
  }
}

function swatch(value) {
  const node = h("span", { class: "swatch", "aria-hidden": "true" });
  if (/^#[0-9a-f]{3,8}$/i.test(value || "")) node.style.backgroundColor = value;
  return node;
}

function styled(node, element) {
  const style = element.style || {};
  let result = node;
  if (style.code) result = h("code", { class: "code" }, result);
  if (style.bold) result = h("strong", {}, result);
  if (style.italic) result = h("em", {}, result);
  if (style.strike) result = h("s", {}, result);
  if (style.underline) result = h("u", {}, result);
  return result;
}

/** The words of a rich_text element alone, to sort and search by. */
export function richPlain(element) {
  if (element.elements) return element.elements.map(richPlain).join("");
  return element.text || element.url || element.name || "";
}
