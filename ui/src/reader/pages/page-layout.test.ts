import { describe, expect, it } from "vitest";
import { GAP, PageLayout, pageOf } from "./page-layout";

describe("the pages of a file", () => {
  const sheets = [
    { count: 2, width: 600, height: 800 },
    { count: 1, width: 800, height: 400 },
  ];
  const layout = new PageLayout(sheets, 4, 300);

  it("stand below each other, all of one width, each as high as its shape says", () => {
    expect(layout.box(0)).toEqual({ top: GAP, height: 400 });
    expect(layout.box(1)).toEqual({ top: 400 + 2 * GAP, height: 400 });
    expect(layout.box(2)).toEqual({ top: 800 + 3 * GAP, height: 150 });
    expect([layout.scale(0), layout.scale(2)]).toEqual([0.5, 0.375]);
  });

  it("are taken for A4 where their size is not known", () => {
    expect(layout.box(3).height).toBeCloseTo((300 * 842) / 595);
    expect(new PageLayout([], 2, 595).box(1)).toEqual({ top: 842 + 2 * GAP, height: 842 });
  });

  it("are found by height", () => {
    expect([0, 100, 400 + GAP, 3000].map((y) => layout.pageAt(y))).toEqual([0, 0, 1, 3]);
  });

  it("keep what is in view when they become wider", () => {
    const wider = new PageLayout(sheets, 4, 450);
    const spot = wider.spotAt(wider.heightOf(layout.spotAt(700)));
    expect(spot.page).toBe(1);
    expect(spot.part).toBeCloseTo(layout.spotAt(700).part);
  });

  it("are found by what stands on them; one without words is passed over", () => {
    const pages = [0, 40, 40, 90].map((start) => ({ start }));
    expect([0, 39, 40, 89, 200].map((at) => pageOf(pages, at))).toEqual([0, 0, 2, 2, 3]);
  });
});
