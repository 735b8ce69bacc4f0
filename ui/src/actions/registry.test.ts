// Every action has a name in both languages, and no key does two things.
import { afterEach, expect, test } from "vitest";
import { isPressed } from "../controls/keys";
import { speech } from "../state/speech.svelte";
import { ACTIONS } from "./registry";

afterEach(() => {
  speech.language = "en";
});

const press = (key: string, more: KeyboardEventInit = {}) => new KeyboardEvent("keydown", { key, ...more });

/** The actions of one screen: a review has its own keys. */
const SCREENS = [
  ACTIONS.filter((action) => !action.inReview),
  ACTIONS.filter((action) => action.inReview || !["marks", "going"].includes(action.chapter)),
];

test("no two actions share a key on one screen", () => {
  for (const actions of SCREENS) {
    const owners = new Map<string, string[]>();
    for (const action of actions)
      for (const key of action.keys) owners.set(key, [...(owners.get(key) ?? []), action.id]);
    expect([...owners].filter(([, ids]) => ids.length > 1)).toEqual([]);
  }
});

test("no two actions share an id", () => {
  expect(new Set(ACTIONS.map((action) => action.id)).size).toBe(ACTIONS.length);
});

test("no press is two actions, on an English and on a French keyboard", () => {
  const presses = [
    ..."abcdefghijklmnopqrstuvwxyz"
      .split("")
      .flatMap((key) => [
        press(key),
        press(key.toUpperCase(), { shiftKey: true }),
        press(key, { ctrlKey: true }),
        press(key.toUpperCase(), { ctrlKey: true, shiftKey: true }),
      ]),
    ...[..."&é\"'(-è_çà"].map((key, i) => press(key, { code: `Digit${(i + 1) % 10}` })),
    ...[..."1234567890"].map((key) => press(key, { code: `Digit${key}`, shiftKey: true })),
    ...["?", "/", "+", "-", "=", "\\", ","].flatMap((key) => [press(key), press(key, { ctrlKey: true })]),
    ...["Enter", "Escape", "Delete", "Backspace", "F2"].map((key) => press(key)),
  ];
  for (const event of presses) {
    for (const actions of SCREENS) {
      const meant = actions.filter((action) => action.keys.some((key) => isPressed(event, key, false)));
      expect(meant.map((action) => action.id).length, `${event.key} ${event.code}`).toBeLessThan(2);
    }
  }
});

test("figures work without Shift on a French keyboard, and with it", () => {
  expect(isPressed(press("&", { code: "Digit1" }), "1", false)).toBe(true);
  expect(isPressed(press("1", { code: "Digit1", shiftKey: true }), "1", false)).toBe(true);
  expect(isPressed(press("1", { code: "Numpad1" }), "1", false)).toBe(true);
  expect(isPressed(press("!", { code: "Digit1", shiftKey: true }), "1", false)).toBe(false);
});

test("on a Mac the command key is what Ctrl is elsewhere", () => {
  expect(isPressed(press("k", { metaKey: true }), "Mod+K", true)).toBe(true);
  expect(isPressed(press("k", { ctrlKey: true }), "Mod+K", true)).toBe(false);
  expect(isPressed(press("k", { ctrlKey: true }), "Mod+K", false)).toBe(true);
});

test("every action has a name in both languages", () => {
  const names = (language: "fr" | "en") => {
    speech.language = language;
    return ACTIONS.map((action) => action.words());
  };
  const [french, english] = [names("fr"), names("en")];
  for (const [i, action] of ACTIONS.entries()) {
    expect(french[i], action.id).toMatch(/\S/);
    expect(french[i], action.id).not.toBe(english[i]);
  }
});
