import { expect, test } from "vitest";
import type { Passage } from "./hit-test";
import { rulerRows, scrollByRuler } from "./ruler";

const passage = (mark: string, start: number, look: Passage["look"]): Passage => ({
  mark,
  place: 0,
  start,
  end: start + 1,
  look,
});

test("ten thousand marks are no more strokes than the ruler has room for", () => {
  const all = Array.from({ length: 10_000 }, (_, i) => passage(`${i}`, i, "note"));
  const rows = rulerRows(all, (at) => at / 10_000, 900, 5, null);
  expect(rows.length).toBe(180);
  expect(rows.at(-1)!.top).toBeLessThan(900);
});

test("where marks fall together the loudest shows, and the active one above all", () => {
  const all = [passage("a", 10, "confirmed"), passage("b", 10, "wrong"), passage("c", 10, "note")];
  const depth = (at: number) => at / 100;
  expect(rulerRows(all, depth, 100, 5, null)).toEqual([
    { top: 10, look: "wrong", mark: "b", isActive: false },
  ]);
  expect(rulerRows(all, depth, 100, 5, "c")).toEqual([{ top: 10, look: "note", mark: "c", isActive: true }]);
});

test("the end of the article is on the ruler", () => {
  expect(rulerRows([passage("a", 100, "note")], () => 1, 100, 5, null)[0]!.top).toBe(95);
  expect(rulerRows([passage("a", 100, "note")], () => 1, 0, 5, null).length).toBe(1);
});

test("a press in the middle brings the middle of the article into view", () => {
  const scroller = document.createElement("div");
  scroller.style.cssText = "height:200px;overflow:auto";
  const tall = document.createElement("div");
  tall.style.height = "2000px";
  scroller.append(tall);
  const ruler = document.createElement("div");
  ruler.style.cssText = "position:fixed;top:0;height:200px;width:18px";
  ruler.setPointerCapture = () => undefined;
  document.body.replaceChildren(scroller, ruler);
  const stop = scrollByRuler(ruler, scroller);
  ruler.dispatchEvent(new PointerEvent("pointerdown", { clientY: 100, button: 0, pointerId: 1 }));
  expect(scroller.scrollTop).toBe(900);
  stop();
});
