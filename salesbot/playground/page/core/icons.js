// The page's own line icons, drawn on a 20 by 20 grid.
import { s } from "./dom.js";

const SHAPES = {
  hash: ["M7.5 3 6 17M14 3l-1.5 14M3.5 7.5h13M3 12.5h13"],
  lock: ["M5 9h10v8H5zM7 9V6.5a3 3 0 0 1 6 0V9"],
  home: ["M3 9.5 10 3.5l7 6V16.5h-4.5v-4h-5v4H3z"],
  chat: ["M3 5.5A1.5 1.5 0 0 1 4.5 4h11A1.5 1.5 0 0 1 17 5.5v7a1.5 1.5 0 0 1-1.5 1.5H9l-4 3v-3h-.5A1.5 1.5 0 0 1 3 12.5z"],
  apps: ["M3.5 3.5h5v5h-5zM11.5 3.5h5v5h-5zM3.5 11.5h5v5h-5zM11.5 11.5h5v5h-5z"],
  bolt: ["M11 2.5 4.5 11.5H10l-1 6L15.5 8.5H10z"],
  smile: ["M10 2.8a7.2 7.2 0 1 0 0 14.4 7.2 7.2 0 0 0 0-14.4z", "M6.8 11.5a3.6 3.6 0 0 0 6.4 0M7.5 7.8v.4M12.5 7.8v.4"],
  thread: ["M4 3.5h12v9h-6l-3.5 3.5v-3.5H4z", "M7 6.7h6M7 9.3h4"],
  dots: ["M10 4.5v.2M10 9.9v.2M10 15.3v.2"],
  send: ["M3.5 3.8 17 10 3.5 16.2 5.5 10z", "M5.5 10H10"],
  bold: ["M6 4h5a3 3 0 0 1 0 6H6zM6 10h6a3 3 0 0 1 0 6H6z"],
  italic: ["M8 4h6M6 16h6M11.5 4l-3 12"],
  strike: ["M3.5 10h13M13.8 6.5C13.3 5 12 4 10 4 8 4 6.5 5.1 6.5 6.8M6.2 13.5C6.7 15 8 16 10 16c2.2 0 3.7-1.1 3.7-2.9"],
  code: ["M7 5.5 2.5 10 7 14.5M13 5.5 17.5 10 13 14.5"],
  quote: ["M4 4v12M8 6h8M8 10h8M8 14h5"],
  at: ["M13.2 10a3.2 3.2 0 1 1-6.4 0 3.2 3.2 0 0 1 6.4 0zM13.2 7v4.2c0 2.6 3.8 2.4 3.8-1.2a7 7 0 1 0-3 5.7"],
  clip: ["M14.5 9.5 9.3 14.7a3 3 0 0 1-4.3-4.3l6-6a2 2 0 0 1 2.9 2.9l-5.8 5.8a1 1 0 0 1-1.4-1.4l5.1-5.2"],
  close: ["M5 5l10 10M15 5 5 15"],
  eye: ["M1.8 10S4.8 4.8 10 4.8 18.2 10 18.2 10 15.2 15.2 10 15.2 1.8 10 1.8 10z", "M12.3 10a2.3 2.3 0 1 1-4.6 0 2.3 2.3 0 0 1 4.6 0z"],
  clock: ["M10 2.8a7.2 7.2 0 1 0 0 14.4 7.2 7.2 0 0 0 0-14.4z", "M10 5.8V10l2.8 2"],
  sun: ["M13.2 10a3.2 3.2 0 1 1-6.4 0 3.2 3.2 0 0 1 6.4 0zM10 1.8v2M10 16.2v2M1.8 10h2M16.2 10h2M4.2 4.2l1.4 1.4M14.4 14.4l1.4 1.4M4.2 15.8l1.4-1.4M14.4 5.6l1.4-1.4"],
  moon: ["M16.5 12.3A7 7 0 0 1 7.7 3.5a7 7 0 1 0 8.8 8.8z"],
  search: ["M13.5 8.7a4.8 4.8 0 1 1-9.6 0 4.8 4.8 0 0 1 9.6 0zM12.3 12.3l4.2 4.2"],
  down: ["M5.5 8 10 12.5 14.5 8"],
  right: ["M8 5.5 12.5 10 8 14.5"],
  left: ["M12 5.5 7.5 10 12 14.5"],
  plus: ["M10 4v12M4 10h12"],
  traffic: ["M6.5 4v12M6.5 4 3.5 7M6.5 4l3 3M13.5 16V4M13.5 16l-3-3M13.5 16l3-3"],
  info: ["M10 2.8a7.2 7.2 0 1 0 0 14.4 7.2 7.2 0 0 0 0-14.4z", "M10 9v5M10 6.2v.3"],
  warning: ["M10 3 18 16.5H2z", "M10 8v4M10 14.2v.2"],
  check: ["M4.5 10.5 8.5 14.5 15.5 6"],
  menu: ["M3.5 5.5h13M3.5 10h13M3.5 14.5h13"],
  people: ["M10.5 7a3 3 0 1 1-6 0 3 3 0 0 1 6 0zM2 16.5c.3-3 2.4-4.8 5.5-4.8s5.2 1.8 5.5 4.8M12.5 4.3a3 3 0 0 1 0 5.4M15 12.3c1.8.7 2.8 2.2 3 4.2"],
  pencil: ["M4 16l.8-3.3L13.5 4l2.5 2.5-8.7 8.7z"],
  file: ["M5 2.8h6.5L15.5 7v10.2H5zM11.5 2.8V7h4"],
  stop: ["M5.5 5.5h9v9h-9z"],
  window: ["M3.5 4.5h13v11h-13zM3.5 8h13"],
};

/** The icon of that name, hidden from screen readers: the button around it has the label. */
export function icon(name, size = 20) {
  const paths = SHAPES[name].map((d) => s("path", { d }));
  const attributes = {
    viewBox: "0 0 20 20", width: size, height: size, fill: "none", stroke: "currentColor", "stroke-width": 1.5,
    "stroke-linecap": "round", "stroke-linejoin": "round", "aria-hidden": "true", focusable: "false", class: "icon",
  };
  if (name === "dots") attributes["stroke-width"] = 2.6;
  if (name === "bold") attributes["stroke-width"] = 2;
  return s("svg", attributes, ...paths);
}
