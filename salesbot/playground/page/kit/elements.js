// Interactive elements: which function draws which, and what is sent when one is used.
import { freshId, h } from "../core/dom.js";
import { icon } from "../core/icons.js";
import { words } from "../words.js";
import { openMenu } from "../windows/menu.js";
import { checkboxes, radioButtons } from "./choices.js";
import { imageNode } from "./images.js";
import { dateField, fileField, richTextField, textField, timeField } from "./fields.js";
import { selectMenu } from "./selects.js";
import { plain } from "./text.js";

/**
 * Draws one element. `about` says where it stands: `label` (its accessible name), `id` (for the label of an input),
 * `described` (ids of hint and error), `isInput` (in an input block: it then waits for submit), `dispatch`.
 */
export function drawElement(element, block, surface, about = {}) {
  const draw = DRAW[element.type] || (element.type?.endsWith("_select") ? selectMenu : null);
  if (!draw) return h("span", { class: "unknown" }, words.blocks.unknown(element.type));
  return draw(element, block, surface, { id: freshId("element"), ...about });
}

const DRAW = {
  button,
  workflow_button: button,
  icon_button: (element, block, surface) => button({ ...element, text: element.text || { type: "plain_text", text: element.icon || "" } }, block, surface),
  overflow,
  image: (element) => imageNode(element),
  plain_text_input: textField,
  email_text_input: textField,
  url_text_input: textField,
  number_input: textField,
  rich_text_input: richTextField,
  datepicker: dateField,
  datetimepicker: dateField,
  timepicker: timeField,
  file_input: fileField,
  checkboxes,
  radio_buttons: radioButtons,
};

const STYLES = { primary: "button button-primary", danger: "button button-danger" };

function button(element, block, surface) {
  const node = h("button", {
    type: "button", class: STYLES[element.style] || "button", "aria-label": element.accessibility_label || null,
    on: { click: () => press(node, element, block, surface) },
  }, plain(element.text));
  if (element.url) node.append(icon("window", 14));
  return node;
}

async function press(node, element, block, surface) {
  if (node.getAttribute("aria-busy") === "true") return;
  if (element.url && /^(https?:|mailto:)/i.test(element.url)) window.open(element.url, "_blank", "noopener,noreferrer");
  await busy(node, () => surface.act(block, element, {
    type: element.sent_as || element.type, value: element.value, text: element.text,
  }));
}

/** Shows that a click is on its way; a second click waits for the first. */
export async function busy(node, work) {
  node.setAttribute("aria-busy", "true");
  try {
    return await work();
  } finally {
    node.removeAttribute("aria-busy");
  }
}

function overflow(element, block, surface) {
  const node = h("button", {
    type: "button", class: "button button-icon", "aria-haspopup": "menu", "aria-label": words.blocks.moreActions,
    on: { click: () => openMenu(node, (element.options || []).map(item), { label: words.blocks.moreActions }) },
  }, icon("dots"));
  const item = (option) => ({
    label: plain(option.text), description: plain(option.description),
    run: () => {
      if (option.url && /^https?:/i.test(option.url)) window.open(option.url, "_blank", "noopener,noreferrer");
      return busy(node, () => surface.act(block, element, { selected_option: option }));
    },
  });
  return node;
}
