// Scales, grid lines and labels of a chart with two axes.
import { s } from "../core/dom.js";
import { words } from "../words.js";

const FORMAT = new Intl.NumberFormat(words.language.tag, { notation: "compact", maximumFractionDigits: 1 });

/** Round steps from zero (or below, where values are) to above the largest value: {low, high, step}. */
export function scaleOf(values) {
  const low = Math.min(0, ...values);
  const high = Math.max(0, ...values);
  const span = high - low || 1;
  const rough = span / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= rough);
  return { low: Math.floor(low / step) * step, high: Math.ceil(high / step) * step || step, step };
}

/** Where a value lies, from the top. */
export function yOf(frame, value) {
  const { low, high } = frame.scale;
  return frame.top + ((high - value) / (high - low)) * (frame.height - frame.top - frame.bottom);
}

/** The width that one category has, and where its middle lies. */
export function bandOf(frame) {
  const width = (frame.width - frame.left - frame.right) / Math.max(1, frame.categories.length);
  return { width, middle: (index) => frame.left + width * (index + 0.5) };
}

/** Grid, ticks and the names of both axes. */
export function axes(frame, config) {
  return s("g", { class: "axes", "aria-hidden": "true" }, grid(frame), categoryLabels(frame, config), axisNames(frame, config));
}

function grid(frame) {
  const lines = [];
  const { low, high, step } = frame.scale;
  for (let value = low; value <= high + step / 1000; value += step) {
    const y = yOf(frame, value);
    lines.push(s("line", { x1: frame.left, x2: frame.width - frame.right, y1: y, y2: y, class: Math.abs(value) < step / 1000 ? "axis-line" : "grid-line" }),
      s("text", { x: frame.left - 8, y: y + 4, "text-anchor": "end" }, FORMAT.format(Number(value.toPrecision(12)))));
  }
  return lines;
}

function categoryLabels(frame, config) {
  const band = bandOf(frame);
  const room = Math.floor(band.width / 8.4); // letters that fit under one band, on a phone too
  const folded = frame.categories.map((name) => (config.x_label || name.length <= room ? [name] : twoLines(name)));
  const longest = Math.max(...folded.flat().map((line) => line.length), 1);
  const every = longest <= room ? 1 : Math.ceil(Math.min(longest, 8) / Math.max(1, room));
  const most = Math.max(4, room * every);
  return frame.categories.map((name, index) => (index % every ? null
    : s("text", { y: frame.height - frame.bottom + 18, "text-anchor": "middle" },
      folded[index].map((line, at) => s("tspan", { x: band.middle(index), dy: at ? 15 : 0 }, shorten(line, most))), s("title", {}, name))));
}

// A name in two lines, parted where both come out shortest.
function twoLines(name) {
  const parts = name.split(" ");
  const ways = parts.slice(1).map((_, at) => [parts.slice(0, at + 1).join(" "), parts.slice(at + 1).join(" ")]);
  return ways.sort((one, other) => Math.max(...one.map((line) => line.length)) - Math.max(...other.map((line) => line.length)))[0] || [name];
}

function shorten(name, most) {
  return name.length > most ? `${name.slice(0, most - 1)}…` : name;
}

function axisNames(frame, config) {
  const middle = frame.top + (frame.height - frame.top - frame.bottom) / 2;
  return [
    config.x_label ? s("text", { x: (frame.left + frame.width) / 2, y: frame.height - 8, "text-anchor": "middle", class: "axis-name" }, config.x_label) : null,
    config.y_label ? s("text", { x: 12, y: middle, "text-anchor": "middle", transform: `rotate(-90 12 ${middle})`, class: "axis-name" }, config.y_label) : null,
  ];
}
