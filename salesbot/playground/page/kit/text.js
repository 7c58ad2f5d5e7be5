// Block Kit's text objects.
import { h } from "../core/dom.js";
import { withEmoji } from "./emoji.js";
import { mrkdwn } from "./mrkdwn.js";

/** The nodes of a text object; a bare string counts as plain text. */
export function textNodes(object) {
  if (!object) return [];
  if (typeof object === "string") return [object];
  if (object.type === "mrkdwn") return mrkdwn(object.text || "", { verbatim: object.verbatim });
  return [plain(object)];
}

/** The words of a text object alone, for labels and titles. */
export function plain(object) {
  if (!object) return "";
  if (typeof object === "string") return object;
  const text = object.text || "";
  return object.type === "plain_text" && object.emoji !== false ? withEmoji(text) : text;
}

/** A text object in a box that keeps its line breaks. */
export function textBox(object, style, tag = "div") {
  return h(tag, { class: `text ${style || ""}`.trim() }, textNodes(object));
}
