// Names keys: "Mod+Shift+Z" as a registry writes it, "Ctrl Maj Z" or "⌘ ⇧ Z" as a person reads it.

/** One key with its modifiers: `Mod+K`, `Shift+Alt+ArrowLeft`, `?`, `1`. `Mod` is Ctrl, on a Mac ⌘. */
export type Key = string;

export const isMac = /Mac|iPhone|iPad/.test(navigator.platform);

const MAC_SIGNS: Record<string, string> = { Mod: "⌘", Shift: "⇧", Alt: "⌥" };
const SIGNS: Record<string, string> = {
  ArrowLeft: "←",
  ArrowRight: "→",
  ArrowUp: "↑",
  ArrowDown: "↓",
};

/** What a person reads on the cap of each key. `names` are the words of their language for some keys. */
export function capsOf(key: Key, names: Readonly<Record<string, string>>, mac = isMac): string[] {
  return partsOf(key).map((part) => {
    if (mac && MAC_SIGNS[part]) return MAC_SIGNS[part];
    return SIGNS[part] ?? names[part] ?? (part.length === 1 ? part.toUpperCase() : part);
  });
}

/** Whether a key was pressed. */
export function isPressed(event: KeyboardEvent, key: Key, mac = isMac): boolean {
  const parts = partsOf(key);
  const name = parts.at(-1) ?? "";
  const mod = mac ? event.metaKey : event.ctrlKey;
  const other = mac ? event.ctrlKey : event.metaKey;
  if (mod !== parts.includes("Mod") || other) return false;
  if (event.altKey !== parts.includes("Alt")) return false;
  if (/^[0-9]$/.test(name)) {
    // On a French keyboard figures need Shift: the key's place counts as well as what it writes.
    if (event.key === name) return !event.shiftKey || event.code === `Digit${name}`;
    return event.code === `Digit${name}` && !event.shiftKey && !/^[0-9]$/.test(event.key);
  }
  if (name.length === 1 && !/\p{L}/u.test(name)) {
    // Where a sign stands, and whether it needs Shift, is the keyboard's affair.
    return event.key === name || (name === "+" && event.key === "=");
  }
  if (event.shiftKey !== parts.includes("Shift")) return false;
  return event.key === name || (name.length === 1 && event.key.toLowerCase() === name.toLowerCase());
}

function partsOf(key: Key): string[] {
  if (key === "+") return ["+"];
  return key.endsWith("++") ? [...key.slice(0, -2).split("+"), "+"] : key.split("+");
}
