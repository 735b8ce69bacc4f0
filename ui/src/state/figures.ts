// Numbers, sizes and moments as the person's language writes them.
import type { Time } from "../backend/types/Time";
import { speech } from "./speech.svelte";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const kept = new Map<string, unknown>();

/** Intl's formatters are slow to make: one of each is kept for each language. */
function once<T>(name: string, make: (language: string) => T): T {
  const key = `${speech.language} ${name}`;
  const there = kept.get(key) as T | undefined;
  if (there) return there;
  const made = make(speech.language);
  kept.set(key, made);
  return made;
}

export function number(value: number): string {
  return once("number", (language) => new Intl.NumberFormat(language)).format(value);
}

/** A share of 100: "96 %". */
export function percent(value: number): string {
  return once("percent", (language) => new Intl.NumberFormat(language, { style: "percent" })).format(
    value / 100,
  );
}

/** A size in bytes: "1,2 Mo", "340 kB". */
export function size(bytes: number): string {
  const [unit, value] =
    bytes >= 1e9
      ? ["gigabyte", bytes / 1e9]
      : bytes >= 1e6
        ? ["megabyte", bytes / 1e6]
        : ["kilobyte", bytes / 1e3];
  const format = once(
    unit,
    (language) =>
      new Intl.NumberFormat(language, {
        style: "unit",
        unit,
        unitDisplay: "short",
        maximumFractionDigits: unit === "kilobyte" ? 0 : 1,
      }),
  );
  return format.format(unit === "kilobyte" ? Math.max(1, value) : value);
}

/** How long ago, in words: "il y a 2 min", "hier", "jeudi", "3 nov.". */
export function ago(time: Time, now: Time): string {
  const relative = once(
    "relative",
    (language) => new Intl.RelativeTimeFormat(language, { numeric: "auto", style: "short" }),
  );
  const passed = Math.max(0, now - time);
  if (passed < MINUTE) return relative.format(0, "second");
  if (passed < HOUR) return relative.format(-Math.floor(passed / MINUTE), "minute");
  const days = Math.round((midnight(now) - midnight(time)) / DAY);
  if (days === 0) return relative.format(-Math.floor(passed / HOUR), "hour");
  if (days === 1) return relative.format(-1, "day");
  if (days < 7) return once("weekday", (l) => new Intl.DateTimeFormat(l, { weekday: "long" })).format(time);
  return day(time, now);
}

/** A date: "21 nov.", with the year when it is another one. */
export function day(time: Time, now: Time): string {
  const sameYear = new Date(time).getFullYear() === new Date(now).getFullYear();
  return sameYear
    ? once("day", (l) => new Intl.DateTimeFormat(l, { day: "numeric", month: "short" })).format(time)
    : once(
        "day of year",
        (l) => new Intl.DateTimeFormat(l, { day: "numeric", month: "short", year: "numeric" }),
      ).format(time);
}

/** The day on which something was published, as its source says it in ISO 8601: a year, a month, a day, or a moment. */
export function publishedDay(said: string, now: Time): string {
  const time = Date.parse(said);
  if (Number.isNaN(time)) return said;
  // Without an hour it is that day (month, year) wherever one is.
  const parts = /^(\d{4})(-\d{2})?(-\d{2})?$/.exec(said.trim());
  if (!parts) return day(time, now);
  const sameYear = parts[1] === String(new Date(now).getFullYear());
  const wanted: Intl.DateTimeFormatOptions = {
    timeZone: "UTC",
    ...(parts[3] ? { day: "numeric" } : {}),
    ...(parts[2] ? { month: parts[3] ? "short" : "long" } : {}),
    ...(sameYear && parts[2] ? {} : { year: "numeric" }),
  };
  return once(JSON.stringify(wanted), (l) => new Intl.DateTimeFormat(l, wanted)).format(time);
}

/** When something happened: the hour for today, the date for other days. */
export function dayOrHour(time: Time, now: Time): string {
  if (midnight(time) !== midnight(now)) return day(time, now);
  return once("hour", (l) => new Intl.DateTimeFormat(l, { hour: "2-digit", minute: "2-digit" })).format(time);
}

/** Date and hour in full, for a tooltip. */
export function moment(time: Time): string {
  return once("moment", (l) => new Intl.DateTimeFormat(l, { dateStyle: "long", timeStyle: "short" })).format(
    time,
  );
}

/** The name of a language: "français", "English". */
export function languageName(code: string): string {
  try {
    return once("language", (l) => new Intl.DisplayNames(l, { type: "language" })).of(code) ?? code;
  } catch {
    // Not a language code at all: shown as it is.
    return code;
  }
}

function midnight(time: Time): number {
  return new Date(time).setHours(0, 0, 0, 0);
}
