// Times and days as the acting member reads them: in their own time zone, by their own habits.
import { now, store } from "./store.js";
import { words } from "../words.js";

const formats = new Map();

function format(options, locale) {
  const key = JSON.stringify([options, store.me.tz, locale]);
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat(locale, { timeZone: store.me.tz || undefined, ...options }));
  return formats.get(key);
}

/** The moment of a message: its calendar time, else its timestamp. */
export function moment(message) {
  return message.time_iso ? new Date(message.time_iso) : new Date(Number.parseFloat(message.ts) * 1000);
}

/** "8:00 AM" or "08:00", as the member's language has it. */
export function clockTime(date) {
  return format({ hour: "numeric", minute: "2-digit" }, locale()).format(date);
}

function locale() {
  const asked = (store.me.locale || "en-US").replace("_", "-");
  try {
    return Intl.getCanonicalLocales(asked)[0];
  } catch {
    return "en-US";
  }
}

/** The day in the member's zone, as a key to compare: "2026-06-16". */
export function dayKey(date) {
  return format({ year: "numeric", month: "2-digit", day: "2-digit" }, "en-CA").format(date);
}

/** "Today", "Yesterday", or "Tuesday, June 16". */
export function dayLabel(date) {
  const key = dayKey(date);
  const today = now();
  if (key === dayKey(today)) return words.time.today;
  if (key === dayKey(new Date(today.getTime() - 86400000))) return words.time.yesterday;
  const sameYear = key.slice(0, 4) === dayKey(today).slice(0, 4);
  return format({ weekday: "long", month: "long", day: "numeric", year: sameYear ? undefined : "numeric" }, words.language.tag).format(date);
}

/** "Tue, Jun 16, 8:00 AM": the calendar in the top bar. */
export function calendarLabel(date) {
  const day = format({ weekday: "short", day: "numeric", month: "short", year: "numeric" }, words.language.calendar).format(date);
  return `${day}, ${clockTime(date)}`;
}

/** A moment in full, for the title of a time. */
export function inFull(date) {
  return `${format({ dateStyle: "full" }, words.language.tag).format(date)}, ${clockTime(date)}`;
}

const PATTERNS = {
  date_num: { year: "numeric", month: "2-digit", day: "2-digit" },
  date: { year: "numeric", month: "long", day: "numeric" },
  date_short: { year: "numeric", month: "short", day: "numeric" },
  date_long: { weekday: "long", year: "numeric", month: "long", day: "numeric" },
};

/** Slack's date formatting: `{date_short_pretty} at {time}` for a Unix time. */
export function dateByPattern(seconds, pattern) {
  const date = new Date(seconds * 1000);
  return pattern.replace(/\{(\w+)\}/g, (whole, token) => datePart(token, date) ?? whole);
}

function datePart(token, date) {
  if (token === "time") return clockTime(date);
  if (token === "time_secs") return format({ hour: "numeric", minute: "2-digit", second: "2-digit" }, locale()).format(date);
  if (token === "ago") return words.time.ago(Math.round((now() - date) / 60000));
  if (token === "date_num") return dayKey(date);
  const plain = token.replace(/_pretty$/, "");
  if (!PATTERNS[plain]) return null;
  if (plain !== token) {
    const label = dayLabel(date);
    if (label === words.time.today || label === words.time.yesterday) return label.toLowerCase();
  }
  return format(PATTERNS[plain], "en-US").format(date);
}
