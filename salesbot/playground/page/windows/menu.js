// Menus that open from a button: arrow keys, typing, Escape, a click elsewhere.
import { h, topLayer } from "../core/dom.js";
import { icon } from "../core/icons.js";
import { placeBeside } from "./floating.js";

let open = null;

/**
 * Opens a menu at `anchor`. Items: {label, description?, lead?, run?, href?, danger?, checked?} or {heading}.
 * A second call for the same button closes it.
 */
export function openMenu(anchor, items, { label, above = false, end = false, style = "" } = {}) {
  const again = open?.anchor === anchor;
  closeMenu(again);
  if (again) return;
  const rows = items.map(row);
  const node = h("div", { class: `menu ${style}`.trim(), role: "menu", "aria-label": label, on: { keydown: key } }, rows);
  topLayer(anchor).append(node);
  anchor.setAttribute("aria-expanded", "true");
  const release = placeBeside(node, anchor, { above, end, onAway: () => closeMenu() });
  open = { anchor, node, release };
  document.addEventListener("pointerdown", outside, true);
  land(node.querySelector('[aria-checked="true"]') || node.querySelector("[role^=menuitem]"));
}

/** Closes whatever menu is open; the focus goes back to its button. */
export function closeMenu(focusBack = false) {
  if (!open) return;
  const { anchor, node, release } = open;
  open = null;
  release();
  document.removeEventListener("pointerdown", outside, true);
  const hadFocus = node.contains(document.activeElement);
  node.remove();
  anchor.setAttribute("aria-expanded", "false");
  if (focusBack || hadFocus) anchor.focus();
}

// The one row that has the focus is the one that Tab would come to.
function land(row) {
  if (!row) return;
  for (const one of open.node.querySelectorAll("[role^=menuitem]")) one.tabIndex = one === row ? 0 : -1;
  row.focus();
}

function outside(event) {
  if (open && !open.node.contains(event.target) && !open.anchor.contains(event.target)) closeMenu();
}

function row(item) {
  if (item.heading) return h("div", { class: "menu-heading", role: "presentation" }, item.heading);
  const role = item.checked === undefined ? "menuitem" : "menuitemradio";
  return h(item.href ? "a" : "button", {
    type: item.href ? null : "button", href: item.href || null, class: item.danger ? "menu-item is-danger" : "menu-item", role, tabindex: "-1",
    "aria-checked": item.checked === undefined ? null : String(item.checked),
    on: { click: (event) => choose(event, item) },
  }, item.lead || null, h("span", { class: "menu-words" }, h("span", {}, item.label), item.description ? h("span", { class: "menu-note" }, item.description) : null),
  item.checked ? icon("check", 16) : null);
}

function choose(event, item) {
  if (item.href && (event.ctrlKey || event.metaKey || event.shiftKey)) return; // the browser opens its own window
  event.preventDefault();
  closeMenu(true);
  item.run?.();
}

function key(event) {
  const rows = [...open.node.querySelectorAll("[role^=menuitem]")];
  const at = rows.indexOf(document.activeElement);
  const to = { ArrowDown: (at + 1) % rows.length, ArrowUp: (at - 1 + rows.length) % rows.length, Home: 0, End: rows.length - 1 }[event.key];
  if (to !== undefined) {
    event.preventDefault();
    land(rows[to]);
  } else if (event.key === "Escape") {
    event.preventDefault();
    event.stopPropagation();
    closeMenu(true);
  } else if (event.key === "Tab") {
    closeMenu(true);
  } else if (event.key.length === 1 && event.key !== " ") {
    land(rows.find((one) => one.textContent.toLocaleLowerCase().startsWith(event.key.toLocaleLowerCase())));
  }
}
