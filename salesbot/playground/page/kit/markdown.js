// The `markdown` block: the everyday part of Markdown (headings, lists, quotes, code, tables, emphasis, links).
import { h } from "../core/dom.js";
import { linkNode } from "./chips.js";

/** The nodes of a Markdown text. */
export function markdown(text) {
  const lines = text.replace(/\r\n?/g, "\n").split("\n");
  const nodes = [];
  let at = 0;
  while (at < lines.length) {
    const [node, next] = paragraph(lines, at);
    if (node) nodes.push(node);
    at = next;
  }
  return h("div", { class: "markdown" }, nodes);
}

function paragraph(lines, at) {
  const line = lines[at];
  if (!line.trim()) return [null, at + 1];
  if (/^```/.test(line)) return fence(lines, at);
  const heading = /^(#{1,6})\s+(.*)$/.exec(line);
  if (heading) return [h("div", { class: "md-heading", role: "heading", "aria-level": "2" }, inline(heading[2])), at + 1];
  if (/^(---+|\*\*\*+)\s*$/.test(line)) return [h("hr", { class: "divider" }), at + 1];
  if (/^>/.test(line)) return run(lines, at, /^>\s?(.*)$/, (texts) => h("blockquote", { class: "quote text" }, inline(texts.join("\n"))));
  if (/^\s*[-*+]\s+/.test(line)) return run(lines, at, /^\s*[-*+]\s+(.*)$/, (texts) => items("ul", texts));
  if (/^\s*\d+[.)]\s+/.test(line)) return run(lines, at, /^\s*\d+[.)]\s+(.*)$/, (texts) => items("ol", texts));
  if (/^\|.*\|\s*$/.test(line) && /^\|[\s:|-]+\|\s*$/.test(lines[at + 1] || "")) return table(lines, at);
  return run(lines, at, /^(?!\s*$|#{1,6}\s|>|```|\s*[-*+]\s|\s*\d+[.)]\s)(.*)$/, (texts) => h("p", { class: "text" }, inline(texts.join("\n"))));
}

function run(lines, at, pattern, build) {
  const texts = [];
  let next = at;
  for (let match; next < lines.length && (match = pattern.exec(lines[next])); next += 1) texts.push(match[1]);
  return [build(texts), next === at ? at + 1 : next];
}

function items(tag, texts) {
  return h(tag, { class: "rich-list" }, texts.map((text) => h("li", { class: "text" }, inline(text))));
}

function fence(lines, at) {
  let end = at + 1;
  while (end < lines.length && !/^```/.test(lines[end])) end += 1;
  return [h("pre", { class: "pre" }, lines.slice(at + 1, end).join("\n")), end + 1];
}

function table(lines, at) {
  let end = at + 2;
  while (end < lines.length && /^\|.*\|\s*$/.test(lines[end])) end += 1;
  const cells = (line) => line.trim().slice(1, -1).split("|").map((cell) => cell.trim());
  const head = h("tr", {}, cells(lines[at]).map((cell) => h("th", { scope: "col" }, inline(cell))));
  const rows = lines.slice(at + 2, end).map((line) => h("tr", {}, cells(line).map((cell) => h("td", {}, inline(cell)))));
  return [h("div", { class: "table-box", tabindex: "0", role: "group" }, h("table", { class: "table" }, h("thead", {}, head), h("tbody", {}, rows))), end];
}

const INLINE = /(?<code>`[^`]+`)|(?<bold>\*\*(?=\S)[^*]+\*\*|__(?=\S)[^_]+__)|(?<italic>\*(?=\S)[^*]+\*|(?<!\w)_(?=\S)[^_]+_(?!\w))|(?<strike>~~[^~]+~~)|\[(?<label>[^\]]+)\]\((?<url>[^)\s]+)\)/g;

function inline(text) {
  const nodes = [];
  let at = 0;
  for (const match of text.matchAll(INLINE)) {
    nodes.push(text.slice(at, match.index), token(match[0], match.groups));
    at = match.index + match[0].length;
  }
  return [...nodes, text.slice(at)];
}

function token(whole, groups) {
  if (groups.code) return h("code", { class: "code" }, whole.slice(1, -1));
  if (groups.bold) return h("strong", {}, inline(whole.slice(2, -2)));
  if (groups.italic) return h("em", {}, inline(whole.slice(1, -1)));
  if (groups.strike) return h("s", {}, whole.slice(2, -2));
  return linkNode(groups.url, groups.label);
}
