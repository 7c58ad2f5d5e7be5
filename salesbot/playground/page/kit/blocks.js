// Draws Block Kit: one function a block type. What it does not know is shown as such, never left out.
import { h, freshId } from "../core/dom.js";
import { words } from "../words.js";
import { alertBlock, cardBlock, carouselBlock, containerBlock } from "./cards.js";
import { chartBlock } from "./charts.js";
import { dataTable } from "./datatable.js";
import { drawElement } from "./elements.js";
import { fileBlock, imageBlock, imageNode } from "./images.js";
import { inputBlock } from "./input.js";
import { markdown } from "./markdown.js";
import { richText } from "./richtext.js";
import { tableBlock } from "./tables.js";
import { plain, textBox } from "./text.js";

/** All blocks of a surface. `errors` holds, by block id, what is wrong with an input. */
export function drawBlocks(blocks, surface, errors = {}) {
  surface.values.begin();
  return h("div", { class: "blocks" }, (blocks || []).map((block) => drawBlock(block, surface, errors)));
}

/** One block; a fault in drawing shows in its place and leaves the others alone. */
export function drawBlock(block, surface, errors = {}) {
  const draw = DRAW[block?.type];
  if (!draw) return unknown(words.blocks.unknown(block?.type), block);
  try {
    return draw(block, surface, errors);
  } catch (fault) {
    return unknown(words.blocks.broken(block.type, fault.message), block);
  }
}

/** An honest box for what cannot be drawn, with the block itself to unfold. */
function unknown(sentence, block) {
  return h("div", { class: "unknown-block" }, h("strong", {}, sentence),
    h("details", {}, h("summary", {}, words.blocks.showJson), h("pre", { class: "pre", tabindex: "0" }, JSON.stringify(block, null, 2))));
}

const DRAW = {
  // A page has its title as first level, a modal as second: headings in blocks stand one below.
  header: (block, surface) => h("div", { class: "block header-block", role: "heading", "aria-level": surface.kind === "modal" ? "3" : "2" }, plain(block.text)),
  section,
  context,
  divider: () => h("hr", { class: "block divider" }),
  image: imageBlock,
  actions,
  rich_text: (block) => h("div", { class: "block" }, richText(block)),
  input: inputBlock,
  table: tableBlock,
  data_table: dataTable,
  data_visualization: chartBlock,
  alert: alertBlock,
  container: (block, surface, errors) => containerBlock(block, surface, (child) => drawBlock(child, surface, errors)),
  card: cardBlock,
  carousel: carouselBlock,
  markdown: (block) => h("div", { class: "block" }, markdown(block.text || "")),
  context_actions: contextActions,
  file: fileBlock,
};

function section(block, surface) {
  const body = h("div", { class: "section-body" });
  if (block.text) body.append(textBox(block.text));
  if (block.fields) body.append(h("div", { class: "fields" }, block.fields.map((field) => textBox(field, "field"))));
  const node = h("div", { class: "block section" }, body);
  if (block.accessory) {
    const kind = block.accessory.type === "image" ? "accessory accessory-image" : "accessory";
    const label = plain(block.text) || words.blocks.accessory;
    const drawn = block.accessory.type === "image" ? imageNode(block.accessory) : drawElement(block.accessory, block, surface, { label });
    node.append(h("div", { class: kind }, drawn));
  }
  return node;
}

function context(block) {
  return h("div", { class: "block context" }, (block.elements || []).map((element) => (
    element.type === "image" ? imageNode(element, "context-image") : textBox(element, "context-text", "span"))));
}

function actions(block, surface) {
  return h("div", { class: "block actions" }, (block.elements || []).map((element) => drawElement(element, block, surface, {})));
}

function contextActions(block, surface) {
  const id = freshId("feedback");
  return h("div", { class: "block context-actions", role: "group", id }, (block.elements || []).flatMap((element) => {
    if (element.type !== "feedback_buttons") return [drawElement(element, block, surface, {})];
    return [element.positive_button, element.negative_button].filter(Boolean).map((button) => drawElement(
      { ...button, type: "button", action_id: element.action_id, sent_as: "feedback_buttons" }, block, surface, {}));
  }));
}
