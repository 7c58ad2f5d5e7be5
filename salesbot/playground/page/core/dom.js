// Builds DOM nodes. Data only ever becomes text nodes and attributes, never markup.

const PROPERTIES = new Set(["value", "checked", "disabled", "selected", "hidden", "indeterminate", "open", "readOnly"]);
const SVG = "http://www.w3.org/2000/svg";

/** One HTML element: h("button", { class: "x", on: { click } }, "Save"). Empty children are left out. */
export function h(tag, props, ...children) {
  const node = document.createElement(tag);
  dress(node, props || {});
  node.append(...flat(children));
  return node;
}

/** One SVG element, with attributes as they are written in SVG. */
export function s(tag, attributes, ...children) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value !== null && value !== undefined) node.setAttribute(name, String(value));
  }
  node.append(...flat(children));
  return node;
}

function dress(node, props) {
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "class") node.className = value;
    else if (name === "on") listenAll(node, value);
    else if (name === "style") Object.assign(node.style, value); // the CSSOM: allowed without unsafe-inline
    else if (PROPERTIES.has(name)) node[name] = value;
    else node.setAttribute(name, value === true ? "" : String(value));
  }
}

function listenAll(node, handlers) {
  for (const [event, handler] of Object.entries(handlers)) {
    if (handler) node.addEventListener(event, handler);
  }
}

function flat(children) {
  return children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false && child !== "");
}

/** Makes `parent` hold exactly `nodes`, moving as few as possible: a focused node that stays keeps its focus. */
export function reconcile(parent, nodes) {
  const wanted = new Set(nodes);
  for (const child of [...parent.childNodes]) if (!wanted.has(child)) child.remove();
  let current = parent.firstChild;
  for (const node of nodes) {
    if (node === current) current = current.nextSibling;
    else parent.insertBefore(node, current);
  }
}

let counter = 0;
/** An id that no other element of the page has. */
export function freshId(prefix) {
  counter += 1;
  return `${prefix}-${counter}`;
}

/** Text for screen readers only. */
export function unseen(text) {
  return h("span", { class: "unseen" }, text);
}

/** Where menus and lists hang when no dialog is open: a region of its own, so that screen readers find them. */
export const popups = h("div", { class: "popups", role: "region" });

/** Where a popup has to hang so that it lies above everything: the open dialog, else the page's own place. */
export function topLayer(anchor) {
  return anchor.closest("dialog") || popups;
}
