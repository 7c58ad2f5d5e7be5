// Slack's mrkdwn as DOM nodes: *bold*, _italic_, ~strike~, `code`, ```blocks```, > quotes, <links>, mentions, :emoji:.
import { h } from "../core/dom.js";
import { channelChip, broadcastChip, emojiNode, linkNode, userChip, dateNode, usergroupChip } from "./chips.js";

// A mark opens at a word's beginning and closes at a word's end, as in Slack: 2*3*4 stays as it is.
const INLINE = new RegExp([
  "(?<code>`[^`\\n]+`)",
  "(?<angle><[^<>\\n]+>)",
  "(?<emoji>:[a-z0-9_+-]+:(?::skin-tone-\\d:)?)",
  "(?<bold>(?<![\\p{L}\\p{N}*])\\*(?=\\S)[^*\\n]*?[^\\s*]\\*(?![\\p{L}\\p{N}*]))",
  "(?<italic>(?<![\\p{L}\\p{N}_])_(?=\\S)[^_\\n]*?[^\\s_]_(?![\\p{L}\\p{N}_]))",
  "(?<strike>(?<![\\p{L}\\p{N}~])~(?=\\S)[^~\\n]*?[^\\s~]~(?![\\p{L}\\p{N}~]))",
  "(?<url>https?:\\/\\/[^\\s<>|]*[^\\s<>|.,;:!?)\\]}'\"])",
].join("|"), "gu");

/** The nodes of a mrkdwn text. `verbatim` leaves bare addresses as they are. */
export function mrkdwn(text, { verbatim = false } = {}) {
  return text.split(/(```[\s\S]+?```)/).flatMap((part, index, parts) => {
    if (part.startsWith("```") && part.length > 6) {
      return [h("pre", { class: "pre" }, unescape(part.slice(3, -3).replace(/^\n|\n$/g, "")))];
    }
    return lines(trimBeside(part, parts, index), verbatim);
  });
}

// A code block stands on lines of its own: the line breaks beside it are not shown twice.
function trimBeside(part, parts, index) {
  let text = part;
  if (index > 0) text = text.replace(/^\n/, "");
  if (index < parts.length - 1) text = text.replace(/\n$/, "");
  return text;
}

function lines(text, verbatim) {
  const nodes = [];
  let plain = [];
  let quoted = [];
  const flushPlain = () => {
    if (plain.length) nodes.push(...inline(plain.join("\n"), verbatim));
    plain = [];
  };
  const flushQuoted = () => {
    if (quoted.length) nodes.push(h("blockquote", { class: "quote" }, inline(quoted.join("\n"), verbatim)));
    quoted = [];
  };
  for (const line of text.split("\n")) {
    const quote = /^(?:>|&gt;) ?(.*)$/.exec(line);
    if (quote) {
      flushPlain();
      quoted.push(quote[1]);
    } else {
      flushQuoted();
      plain.push(line);
    }
  }
  flushPlain();
  flushQuoted();
  return nodes;
}

function inline(text, verbatim) {
  const nodes = [];
  let at = 0;
  for (const match of text.matchAll(INLINE)) {
    if (match.index > at) nodes.push(unescape(text.slice(at, match.index)));
    nodes.push(token(match, verbatim));
    at = match.index + match[0].length;
  }
  if (at < text.length) nodes.push(unescape(text.slice(at)));
  return nodes;
}

function token({ 0: whole, groups }, verbatim) {
  if (groups.code) return h("code", { class: "code" }, unescape(whole.slice(1, -1)));
  if (groups.angle) return angle(whole.slice(1, -1));
  if (groups.emoji) return emojiNode(whole.replace(/^:|:$/g, ""));
  if (groups.bold) return h("strong", {}, inline(whole.slice(1, -1), verbatim));
  if (groups.italic) return h("em", {}, inline(whole.slice(1, -1), verbatim));
  if (groups.strike) return h("s", {}, inline(whole.slice(1, -1), verbatim));
  return verbatim ? unescape(whole) : linkNode(unescape(whole));
}

/** What stands between < and >: a person, a channel, a broadcast, a date, a link. */
function angle(content) {
  const bar = content.indexOf("|");
  const target = bar < 0 ? content : content.slice(0, bar);
  const label = bar < 0 ? null : unescape(content.slice(bar + 1));
  if (target.startsWith("@")) return userChip(target.slice(1));
  if (target.startsWith("#")) return channelChip(target.slice(1), label);
  if (target.startsWith("!subteam^")) return usergroupChip(label || target.slice(9));
  if (target.startsWith("!date^")) return specialDate(target, label);
  if (target.startsWith("!")) return broadcastChip(target.slice(1));
  return linkNode(unescape(target), label);
}

function specialDate(target, fallback) {
  const [, seconds, pattern, link] = target.split("^");
  if (!/^-?\d+$/.test(seconds || "") || !pattern) return fallback || target;
  return dateNode(Number(seconds), pattern, link);
}

/** Undoes Slack's three escapes, once. */
export function unescape(text) {
  return text.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");
}
