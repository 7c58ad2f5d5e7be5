// What carries the values: bars, lines and areas.
import { s } from "../core/dom.js";
import { bandOf, yOf } from "./chartaxes.js";
import { number } from "./charts.js";

const valueAt = (series, category, index) => (series.data.find((point) => point.label === category) || series.data[index])?.value;

/** Bars side by side, a group for each category. */
export function barMarks(frame) {
  const band = bandOf(frame);
  const gap = Math.min(24, band.width * 0.25);
  const width = Math.min(56, (band.width - gap) / Math.max(1, frame.series.length));
  const zero = yOf(frame, 0);
  return s("g", {}, frame.series.map((series, row) => frame.categories.map((category, index) => {
    const value = valueAt(series, category, index);
    if (value === undefined) return null;
    const y = yOf(frame, value);
    const x = band.middle(index) - (width * frame.series.length) / 2 + width * row;
    return s("rect", { x: x + 1, y: Math.min(y, zero), width: Math.max(1, width - 2), height: Math.max(1, Math.abs(zero - y)), rx: 3, class: `fill-${row % 12}` },
      s("title", {}, `${series.name}, ${category}: ${number(value)}`));
  })));
}

/** Lines with a dot at each value; as areas, filled down to zero. */
export function lineMarks(frame, filled) {
  const band = bandOf(frame);
  const zero = yOf(frame, 0);
  return s("g", {}, frame.series.map((series, row) => {
    const points = frame.categories.map((category, index) => ({ category, value: valueAt(series, category, index), x: band.middle(index) }))
      .filter((point) => point.value !== undefined).map((point) => ({ ...point, y: yOf(frame, point.value) }));
    if (!points.length) return null;
    const path = points.map((point, index) => `${index ? "L" : "M"}${point.x} ${point.y}`).join("");
    const area = `${path}L${points[points.length - 1].x} ${zero}L${points[0].x} ${zero}Z`;
    return [
      filled ? s("path", { d: area, class: `area fill-${row % 12}` }) : null,
      s("path", { d: path, class: `line stroke-${row % 12}` }),
      points.map((point) => s("circle", { cx: point.x, cy: point.y, r: 3.5, class: `dot fill-${row % 12}` },
        s("title", {}, `${series.name}, ${point.category}: ${number(point.value)}`))),
    ];
  }));
}
