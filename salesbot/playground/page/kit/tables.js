// The plain `table` block.
import { h } from "../core/dom.js";
import { words } from "../words.js";
import { richPlain, richText } from "./richtext.js";

/** A table whose first row is its header. */
export function tableBlock(block) {
  const [head, ...rows] = block.rows || [];
  const settings = block.column_settings || [];
  const draw = (tag, cells, scope) => h("tr", {}, cells.map((cell, index) => h(tag, { class: cellStyle(cell, settings[index]), scope }, cellContent(cell))));
  return h("div", { class: "block table-box", tabindex: "0", role: "group", "aria-label": words.blocks.table },
    h("table", { class: "table" },
      head ? h("thead", {}, draw("th", head, "col")) : null,
      h("tbody", {}, rows.map((row) => draw("td", row, null)))));
}

function cellStyle(cell, setting = {}) {
  const align = setting?.align || (cell.type === "raw_number" ? "right" : "left");
  return `align-${align}${setting?.is_wrapped ? " wraps" : ""}`;
}

/** What stands in a cell: formatted text, or plain words. */
export function cellContent(cell) {
  if (!cell) return "";
  if (cell.type === "rich_text") return richText(cell);
  return cellWords(cell);
}

/** A cell as words, to sort, search and read aloud. */
export function cellWords(cell) {
  if (!cell) return "";
  if (cell.type === "rich_text") return richPlain(cell);
  return cell.text ?? (cell.value === undefined ? "" : String(cell.value));
}
