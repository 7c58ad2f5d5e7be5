// Pie charts.
import { h, s } from "../core/dom.js";
import { words } from "../words.js";
import { number } from "./charts.js";

const RADIUS = 96;

/** A pie with its segments named and counted beside it. */
export function pieChart(chart, title) {
  const segments = chart.segments || [];
  const total = segments.reduce((sum, segment) => sum + segment.value, 0) || 1;
  const share = (segment) => `${Math.round((segment.value / total) * 100)}%`;
  return h("div", { class: "pie" },
    s("svg", { viewBox: "-110 -110 220 220", class: "pie-drawing", role: "img", "aria-label": words.chart.spokenPie(title, segments.map((one) => `${one.label} ${share(one)}`)) },
      slices(segments, total, share)),
    h("ul", { class: "legend legend-column" }, segments.map((segment, index) => h("li", {},
      h("span", { class: `legend-mark fill-${index % 12}`, "aria-hidden": "true" }), `${segment.label} `, h("span", { class: "muted" }, `${number(segment.value)} (${share(segment)})`)))));
}

function slices(segments, total, share) {
  if (segments.length === 1) return [s("circle", { r: RADIUS, class: "fill-0" })];
  let angle = -Math.PI / 2;
  return segments.map((segment, index) => {
    const end = angle + (segment.value / total) * 2 * Math.PI;
    const large = end - angle > Math.PI ? 1 : 0;
    const [x1, y1, x2, y2] = [Math.cos(angle), Math.sin(angle), Math.cos(end), Math.sin(end)].map((part) => (part * RADIUS).toFixed(2));
    angle = end;
    return s("path", { d: `M0 0L${x1} ${y1}A${RADIUS} ${RADIUS} 0 ${large} 1 ${x2} ${y2}Z`, class: `slice fill-${index % 12}` },
      s("title", {}, `${segment.label}: ${number(segment.value)} (${share(segment)})`));
  });
}
