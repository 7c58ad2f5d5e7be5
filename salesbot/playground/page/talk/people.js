// People: their avatars, and the switch of who is acting.
import { h } from "../core/dom.js";
import { icon } from "../core/icons.js";
import { addressOf, go } from "../core/place.js";
import { store } from "../core/store.js";
import { words } from "../words.js";
import { openMenu } from "../windows/menu.js";

const COLOURS = ["#7c3aed", "#0f766e", "#b45309", "#be185d", "#1d4ed8", "#4d7c0f", "#9f1239", "#0e7490"];

/** A member's initials on their colour. The app has its own sign. */
export function avatar(member, size = 36) {
  const node = h("span", { class: member?.is_bot ? "avatar avatar-app" : "avatar", "aria-hidden": "true" },
    member?.is_bot ? icon("bolt", Math.round(size * 0.62)) : member?.initials || initials(member?.real_name || "?"));
  node.style.width = node.style.height = `${size}px`;
  node.style.fontSize = `${Math.round(size * 0.4)}px`;
  if (!member?.is_bot) paint(node, colourOf(member));
  return node;
}

function initials(name) {
  return name.split(/\s+/).slice(0, 2).map((word) => [...word][0]?.toUpperCase() || "").join("");
}

function colourOf(member) {
  const given = member?.color?.startsWith("#") ? member.color : member?.color && `#${member.color}`;
  if (given && /^#[0-9a-f]{6}$/i.test(given)) return given;
  const sum = [...(member?.id || "")].reduce((total, letter) => total + letter.charCodeAt(0), 0);
  return COLOURS[sum % COLOURS.length];
}

// White letters, or dark ones where the colour is too light for them.
function paint(node, colour) {
  const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  const light = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  node.style.backgroundColor = colour;
  node.style.color = light > 0.179 ? "#000000" : "#ffffff"; // whichever stands out more
}

/** What stands beside a person's name: "admin", "guest". */
export function standing(member) {
  if (member.is_admin) return words.people.admin;
  if (member.is_restricted) return words.people.guest;
  return "";
}

/** The button that says who is acting, with the menu to act as someone else. */
export function actingSwitch() {
  const node = h("button", {
    type: "button", class: "acting", "aria-haspopup": "menu", "aria-expanded": "false", on: { click: () => choosePerson(node) },
  });
  return {
    node,
    draw() {
      node.setAttribute("aria-label", words.people.actingAsName(store.me.real_name));
      node.replaceChildren(avatar(store.me, 28), h("span", { class: "acting-words" },
        h("span", { class: "acting-label" }, words.people.actingAs), h("span", { class: "acting-name" }, store.me.real_name)), icon("down", 16));
    },
  };
}

/** Opens the menu in which one becomes someone else. */
export function choosePerson(anchor, { above = false } = {}) {
  const people = [...store.members.values()].filter((member) => !member.is_bot && !member.deleted);
  openMenu(anchor, [
    { heading: words.people.actAs },
    ...people.map((member) => ({
      label: member.real_name, description: [member.title, standing(member)].filter(Boolean).join(" · "), lead: avatar(member, 28),
      checked: member.id === store.me.id, href: addressOf({ as: member.id, channel: null, thread: null, tab: null }),
      run: () => go({ as: member.id, thread: null }),
    })),
    { heading: words.people.secondWindow },
  ], { label: words.people.actAs, style: "menu-people", above });
}
