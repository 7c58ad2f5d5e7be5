// Images and files. Only what this machine serves is loaded; of the rest the description is shown.
import { h } from "../core/dom.js";
import { icon } from "../core/icons.js";
import { words } from "../words.js";
import { linkNode } from "./chips.js";
import { plain } from "./text.js";

/** An image block, with its title above it as in Slack. */
export function imageBlock(block) {
  return h("figure", { class: "block image-block" },
    block.title ? h("figcaption", { class: "image-title" }, plain(block.title)) : null, imageNode(block));
}

/** An image element: the picture, or a box with its description when it stands on another machine. */
export function imageNode(element, style = "") {
  const address = element.image_url || element.slack_file?.url || (element.slack_file?.id && `/files/${element.slack_file.id}`);
  const alt = element.alt_text || "";
  if (!address || !local(address)) {
    return h("span", { class: `image-away ${style}`.trim(), title: words.blocks.imageAway(host(address)) },
      icon("file", 16), h("span", {}, alt || words.blocks.image));
  }
  return h("img", { class: style || "picture", src: path(address), alt, loading: "lazy" });
}

/** Whether an address is served by this very page's server (or carries its picture within itself). */
export function local(address) {
  if (address.startsWith("data:image/")) return true;
  try {
    const url = new URL(address, location.href);
    return url.origin === location.origin || (isLoopback(url.hostname) && url.port === location.port);
  } catch {
    return false;
  }
}

const isLoopback = (name) => name === "127.0.0.1" || name === "localhost" || name === "[::1]";

// localhost and 127.0.0.1 are two origins to a browser: what is served here is asked from here.
function path(address) {
  if (address.startsWith("data:")) return address;
  const url = new URL(address, location.href);
  return url.pathname + url.search;
}

function host(address) {
  try {
    return new URL(address).host;
  } catch {
    return "";
  }
}

/** A remote file block. */
export function fileBlock(block) {
  return h("div", { class: "block file-card" }, icon("file"), h("span", {}, block.external_id || words.blocks.file));
}

/** A file that belongs to a message: a picture is shown, everything else is a card. */
export function messageFile(file) {
  const address = file.url || `/files/${file.id}`;
  const title = file.title || words.blocks.file;
  if ((file.mimetype || "").startsWith("image/") && local(address)) {
    return h("figure", { class: "image-block" }, h("figcaption", { class: "image-title" }, title),
      h("img", { class: "picture", src: path(address), alt: file.alt_text || title, loading: "lazy" }));
  }
  return h("div", { class: "file-card" }, icon("file", 28),
    h("span", { class: "file-words" }, local(address) ? linkNode(new URL(path(address), location.href).href, title, "file-name") : title,
      h("span", { class: "muted" }, file.mimetype || "")));
}
