// Alerts, containers, cards and carousels.
import { freshId, h } from "../core/dom.js";
import { icon } from "../core/icons.js";
import { words } from "../words.js";
import { drawElement } from "./elements.js";
import { imageNode } from "./images.js";
import { plain, textBox } from "./text.js";

const LEVELS = { default: "info", info: "info", warning: "warning", error: "warning", success: "check" };

/** A line in colour that wants to be read first. */
export function alertBlock(block) {
  const level = LEVELS[block.level] ? block.level : "default";
  return h("div", { class: `block alert alert-${level}`, role: level === "error" ? "alert" : "note" },
    icon(LEVELS[level]), h("span", { class: "unseen" }, words.blocks.alertLevels[level]), textBox(block.text));
}

/** A frame around other blocks; it can be folded where the bot allows it. */
export function containerBlock(block, surface, drawChild) {
  const id = freshId("container");
  const body = h("div", { class: "container-body", id }, (block.child_blocks || []).map(drawChild));
  const title = [
    block.icon ? imageNode(block.icon, "card-icon") : null,
    h("span", { class: "container-words" }, h("span", { class: "container-title" }, plain(block.title)),
      block.subtitle ? textBox(block.subtitle, "muted", "span") : null)];
  const node = h("section", { class: `block container width-${block.width || "standard"}`, "aria-label": plain(block.title) || null });
  if (!block.is_collapsible) {
    node.append(h("div", { class: block.has_header_divider ? "container-head has-divider" : "container-head" }, title), body);
    return node;
  }
  const button = h("button", { type: "button", class: "container-head container-fold", "aria-controls": id, on: { click: () => fold(!body.hidden) } }, icon("down", 16), title);
  const fold = (closed) => {
    body.hidden = closed;
    button.setAttribute("aria-expanded", closed ? "false" : "true");
  };
  fold(block.default_collapsed === true);
  node.append(button, body);
  return node;
}

/** A card: picture, title, a few words, up to three buttons. */
export function cardBlock(block, surface) {
  return h("article", { class: "block card", "aria-label": plain(block.title) || null },
    block.hero_image ? imageNode(block.hero_image, "card-hero") : null,
    h("div", { class: "card-head" }, block.icon ? imageNode(block.icon, "card-icon") : null,
      h("div", { class: "card-words" },
        block.title ? textBox(block.title, "card-title") : null,
        block.subtitle ? textBox(block.subtitle, "muted") : null)),
    block.body ? textBox(block.body, "card-body") : null,
    block.subtext ? textBox(block.subtext, "card-subtext muted") : null,
    block.actions?.length ? h("div", { class: "actions" }, block.actions.map((element) => drawElement(element, block, surface, {}))) : null);
}

/** Cards side by side. */
export function carouselBlock(block, surface) {
  return h("div", { class: "block carousel", role: "group", "aria-label": words.blocks.carousel, tabindex: "0" },
    (block.elements || block.cards || []).map((card) => cardBlock(card, surface)));
}
