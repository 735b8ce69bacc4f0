// What is said of articles that came in bundles: of one by its title, of several by what became of each.
import type { Merged } from "../backend/types/Merged";
import { m } from "../messages/generated/messages";
import { number } from "./figures";

/** An article that came: what became of it, in which file, and what it is called here. */
export interface Came extends Pick<Merged, "how" | "steps"> {
  disputed: number;
  name: string;
  title: string;
}

export function cameWords(came: readonly Came[]): string {
  const [one, ...others] = came;
  if (!one) return "";
  return others.length === 0 ? oneWords(one) : severalWords(came);
}

function oneWords({ how, steps, disputed, name, title }: Came): string {
  if (how === "there") return m.bundles_there({ name });
  if (how === "new") return m.bundles_new({ title, name });
  if (how !== "merged") return m.bundles_copied({ title });
  return withDisputed(m.bundles_merged({ count: steps, shown: number(steps), name, title }), disputed);
}

function severalWords(came: readonly Came[]): string {
  const count = (...hows: readonly Merged["how"][]) => came.filter(({ how }) => hows.includes(how)).length;
  const parts: [number, (inputs: { count: number; shown: string }) => string][] = [
    [count("new"), m.bundles_part_new],
    [count("merged"), m.bundles_part_merged],
    [count("copy", "erased"), m.bundles_part_copied],
    [count("there"), m.bundles_part_there],
  ];
  const words = parts
    .filter(([many]) => many > 0)
    .map(([many, say]) => say({ count: many, shown: number(many) }));
  const disputed = came.reduce((sum, one) => sum + one.disputed, 0);
  return withDisputed(m.bundles_several({ shown: number(came.length), parts: words.join(", ") }), disputed);
}

function withDisputed(words: string, count: number): string {
  return count === 0 ? words : `${words} ${m.bundles_disputed({ count, shown: number(count) })}`;
}
