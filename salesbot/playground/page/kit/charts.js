// The `data_visualization` block: bar, line, area and pie as inline SVG, each with its figures as a table beside it.
import { freshId, h, s } from "../core/dom.js";
import { words } from "../words.js";
import { barMarks, lineMarks } from "./chartmarks.js";
import { axes, scaleOf } from "./chartaxes.js";
import { pieChart } from "./pie.js";
import { plain } from "./text.js";

const WIDTH = 560;
const HEIGHT = 280;
const BOX = { left: 58, right: 12, top: 12, bottom: 48 };

/** One chart with title, legend and table. */
export function chartBlock(block) {
  const chart = block.chart || {};
  const title = plain(block.title);
  const id = freshId("chart");
  const table = chart.type === "pie" ? pieTable(chart) : seriesTable(chart);
  return h("figure", { class: "block chart", "aria-labelledby": id },
    h("figcaption", { class: "chart-title", id }, title),
    chart.type === "pie" ? pieChart(chart, title) : seriesChart(chart, title),
    h("details", { class: "chart-data" }, h("summary", {}, words.chart.showTable),
      h("div", { class: "table-box", tabindex: "0", role: "group", "aria-label": words.chart.tableOf(title) }, table)));
}

function seriesChart(chart, title) {
  const series = chart.series || [];
  const categories = chart.axis_config?.categories || (series[0]?.data || []).map((point) => point.label);
  const values = series.flatMap((one) => one.data.map((point) => point.value));
  const frame = { width: WIDTH, height: HEIGHT, ...BOX, scale: scaleOf(values), categories, series };
  const marks = chart.type === "bar" ? barMarks(frame) : lineMarks(frame, chart.type === "area");
  return h("div", {},
    s("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: "chart-drawing", role: "img", "aria-label": words.chart.spoken(title, chart.type, series.map((one) => one.name)) },
      axes(frame, chart.axis_config || {}), marks),
    series.length > 1 ? legend(series.map((one) => one.name)) : null);
}

/** The names with their colours. */
export function legend(names) {
  return h("ul", { class: "legend" }, names.map((name, index) => h("li", {}, h("span", { class: `legend-mark fill-${index % 12}`, "aria-hidden": "true" }), name)));
}

function seriesTable(chart) {
  const series = chart.series || [];
  const categories = chart.axis_config?.categories || (series[0]?.data || []).map((point) => point.label);
  const value = (one, category) => one.data.find((point) => point.label === category)?.value;
  return h("table", { class: "table" },
    h("thead", {}, h("tr", {}, h("th", { scope: "col" }, chart.axis_config?.x_label || words.chart.category), series.map((one) => h("th", { scope: "col", class: "align-right" }, one.name)))),
    h("tbody", {}, categories.map((category) => h("tr", {}, h("th", { scope: "row" }, category),
      series.map((one) => h("td", { class: "align-right" }, number(value(one, category))))))));
}

function pieTable(chart) {
  return h("table", { class: "table" },
    h("thead", {}, h("tr", {}, h("th", { scope: "col" }, words.chart.category), h("th", { scope: "col", class: "align-right" }, words.chart.value))),
    h("tbody", {}, (chart.segments || []).map((segment) => h("tr", {}, h("th", { scope: "row" }, segment.label), h("td", { class: "align-right" }, number(segment.value))))));
}

/** A figure with its thousands apart. */
export function number(value) {
  return value === undefined || value === null ? "" : new Intl.NumberFormat(words.language.tag, { maximumFractionDigits: 2 }).format(value);
}
