import { afterEach, expect, test, vi } from "vitest";
import { ScrollOn } from "./scroll-on";

afterEach(() => document.body.replaceChildren());

/** A view 300 pixels high, from 100 to 400 in the window, in the middle of what it shows. */
function show() {
  const scroller = document.createElement("div");
  Object.assign(scroller.style, {
    position: "fixed",
    insetBlockStart: "100px",
    inlineSize: "200px",
    blockSize: "300px",
    overflow: "auto",
  });
  const tall = document.createElement("div");
  tall.style.blockSize = "3000px";
  scroller.append(tall);
  document.body.append(scroller);
  scroller.scrollTop = 1000;
  const scrolled = vi.fn();
  return { scroller, scrolled, on: new ScrollOn(scroller, scrolled) };
}

async function frames(count: number) {
  for (let i = 0; i < count; i++) await new Promise(requestAnimationFrame);
}

test("a hand that rests at the lower edge has it go on, until it is taken back or lifted", async () => {
  const { scroller, scrolled, on } = show();
  on.begin(250);
  on.draw(395);
  await vi.waitFor(() => expect(scroller.scrollTop).toBeGreaterThan(1010));
  expect(scrolled).toHaveBeenCalled();
  on.draw(300);
  await frames(2);
  const [at, calls] = [scroller.scrollTop, scrolled.mock.calls.length];
  await frames(4);
  expect(scroller.scrollTop).toBe(at);
  expect(scrolled).toHaveBeenCalledTimes(calls);
  on.draw(395);
  await vi.waitFor(() => expect(scroller.scrollTop).toBeGreaterThan(at + 10));
  on.stop();
  const lifted = scroller.scrollTop;
  await frames(4);
  expect(scroller.scrollTop).toBe(lifted);
});

test("a hand above the view has it go back, to the beginning and no further", async () => {
  const { scroller, on } = show();
  on.begin(250);
  on.draw(0);
  await vi.waitFor(() => expect(scroller.scrollTop).toBe(0));
  on.stop();
});

test("who begins at the edge and goes along it stays where they are", async () => {
  const { scroller, on } = show();
  on.begin(395);
  on.draw(393);
  on.draw(395);
  await frames(4);
  expect(scroller.scrollTop).toBe(1000);
  on.stop();
});
