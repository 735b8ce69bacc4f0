import { describe, expect, test } from "vitest";
import { type Card, layCards } from "./card-layout";

/** The same numbers at each run. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

describe("cards of the margin", () => {
  test("stand level with their passages where there is room", () => {
    const cards = [10, 100, 300].map((want, id) => ({ id, want, height: 50 }));
    expect(layCards(cards, null, 8)).toEqual([10, 100, 300]);
  });

  test("are pushed down by the one before", () => {
    const cards = [10, 20, 200].map((want, id) => ({ id, want, height: 50 }));
    expect(layCards(cards, null, 8)).toEqual([10, 68, 200]);
  });

  test("make room for the active one in both directions", () => {
    const cards = [10, 20, 30, 40].map((want, id) => ({ id, want, height: 50 }));
    expect(layCards(cards, 2, 8)).toEqual([-86, -28, 30, 88]);
  });

  test("never overlap, keep their order, and the active one is level: a thousand margins", () => {
    const roll = dice(7);
    for (let run = 0; run < 1000; run++) {
      let want = 0;
      const cards: Card<number>[] = Array.from({ length: 1 + Math.floor(roll() * 12) }, (_, id) => {
        want += roll() * 120;
        return { id, want, height: 20 + roll() * 200 };
      });
      const active = roll() < 0.3 ? null : Math.floor(roll() * cards.length);
      const tops = layCards(cards, active, 8);
      for (let i = 1; i < cards.length; i++) {
        expect(tops[i]! - (tops[i - 1]! + cards[i - 1]!.height)).toBeGreaterThanOrEqual(8 - 1e-6);
      }
      if (active !== null) expect(tops[active]).toBe(cards[active]!.want);
    }
  });

  test("an empty margin is empty", () => {
    expect(layCards([], null, 8)).toEqual([]);
  });
});
