// The `data_table` block: sorted by a click on its header, searched, and turned page by page in the reader's own window.
import { freshId, h } from "../core/dom.js";
import { icon } from "../core/icons.js";
import { words } from "../words.js";
import { drawElement } from "./elements.js";
import { cellContent, cellWords } from "./tables.js";

/** A data table; what one reader sorts and pages is nobody else's business and goes nowhere. */
export function dataTable(block, surface) {
  return new DataTable(block, surface).node;
}

class DataTable {
  constructor(block, surface) {
    this.block = block;
    this.surface = surface;
    const [head, ...rows] = block.rows || [];
    this.head = head || [];
    this.rows = rows;
    this.caption = typeof block.caption === "string" ? block.caption : block.caption?.text || "";
    this.size = block.page_size || 5;
    this.headerColumn = block.row_header_column_index ?? 0;
    this.page = 0;
    this.sorted = null;
    this.search = "";
    this.body = h("tbody", {});
    this.headRow = h("tr", {});
    this.foot = h("div", { class: "table-foot" });
    const id = freshId("caption");
    this.node = h("div", { class: "block data-table" },
      h("div", { class: "table-top" }, h("span", { class: "table-caption", id }, this.caption), rows.length > this.size ? this.filter() : null),
      h("div", { class: "table-box", tabindex: "0", role: "group", "aria-labelledby": id },
        h("table", { class: "table", "aria-labelledby": id }, h("thead", {}, this.headRow), this.body)),
      this.foot);
    this.draw();
  }

  filter() {
    return h("input", {
      class: "table-filter", type: "search", placeholder: words.table.filter, "aria-label": words.table.filterOf(this.caption),
      on: { input: (event) => { this.search = event.target.value.toLocaleLowerCase(); this.page = 0; this.draw(); } },
    });
  }

  isNumber(column) {
    return this.rows.some((row) => row[column]?.type === "raw_number");
  }

  shownRows() {
    const found = this.search
      ? this.rows.filter((row) => row.some((cell) => cellWords(cell).toLocaleLowerCase().includes(this.search)))
      : [...this.rows];
    if (!this.sorted) return found;
    const { column, down } = this.sorted;
    return found.sort((one, other) => compare(one[column], other[column]) * (down ? -1 : 1));
  }

  draw() {
    const rows = this.shownRows();
    const pages = Math.max(1, Math.ceil(rows.length / this.size));
    this.page = Math.min(this.page, pages - 1);
    const shown = rows.slice(this.page * this.size, (this.page + 1) * this.size);
    if (!this.headRow.childNodes.length) this.headRow.append(...this.head.map((cell, column) => this.headCell(cell, column)));
    this.head.forEach((_, column) => this.markHead(this.headRow.children[column], column));
    this.body.replaceChildren(...shown.map((row) => h("tr", {}, row.map((cell, column) => this.cell(cell, column)))));
    this.drawFoot(rows.length, pages);
  }

  headCell(cell, column) {
    return h("th", { scope: "col", class: this.isNumber(column) ? "align-right" : "align-left" },
      h("button", { type: "button", class: "sort", on: { click: () => this.sort(column) } }, cellWords(cell), h("span", { class: "sort-mark" }, icon("down", 12))));
  }

  markHead(th, column) {
    const by = this.sorted?.column === column;
    if (by) th.setAttribute("aria-sort", this.sorted.down ? "descending" : "ascending");
    else th.removeAttribute("aria-sort");
  }

  // Up, down, and as it was sent.
  sort(column) {
    if (this.sorted?.column !== column) this.sorted = { column, down: false };
    else if (!this.sorted.down) this.sorted = { column, down: true };
    else this.sorted = null;
    this.page = 0;
    this.draw();
  }

  cell(cell, column) {
    const style = this.isNumber(column) ? "align-right" : "align-left";
    const content = cell?.type === "action_cell" ? drawElement(cell.element || cell, this.block, this.surface, {}) : cellContent(cell);
    return column === this.headerColumn ? h("th", { scope: "row", class: `row-head ${style}` }, content) : h("td", { class: style }, content);
  }

  drawFoot(count, pages) {
    const first = count ? this.page * this.size + 1 : 0;
    const last = Math.min(count, (this.page + 1) * this.size);
    const hadFocus = this.foot.contains(document.activeElement) ? document.activeElement.dataset.turn : null;
    this.foot.replaceChildren(h("span", { role: "status" }, words.table.shown(first, last, count)),
      ...(pages > 1 ? [this.turn(-1, "left", words.table.previous, this.page === 0), this.turn(1, "right", words.table.next, this.page === pages - 1)] : []));
    if (hadFocus) this.foot.querySelector(`[data-turn="${hadFocus}"]`)?.focus();
  }

  turn(step, shape, label, off) {
    return h("button", {
      type: "button", class: "button-bare", "aria-label": label, "aria-disabled": off ? "true" : null, "data-turn": step,
      on: { click: () => { if (!off) { this.page += step; this.draw(); } } },
    }, icon(shape, 16));
  }
}

function compare(one, other) {
  if (one?.type === "raw_number" && other?.type === "raw_number") return one.value - other.value;
  return cellWords(one).localeCompare(cellWords(other), undefined, { numeric: true });
}
