// What a copy will look like stands beside what is chosen: a picture, lines or rows, under a name of its own.
import { flushSync, mount, unmount } from "svelte";
import { afterEach, expect, test, vi } from "vitest";
import { page as screen } from "vitest/browser";
import type { ExportFormat } from "../backend/types/ExportFormat";
import type { FirstPage } from "../backend/types/FirstPage";
import { LookAhead } from "../state/look-ahead.svelte";
import { speech } from "../state/speech.svelte";
import { EVERYTHING } from "../state/wanted";
import ExportPreview from "./ExportPreview.svelte";

let gone: (() => void) | undefined;
function leave() {
  gone?.();
  gone = undefined;
}
afterEach(() => {
  leave();
  speech.language = "en";
  document.body.replaceChildren();
});

async function picture(): Promise<Blob> {
  const canvas = new OffscreenCanvas(210, 297);
  canvas.getContext("2d");
  return canvas.convertToBlob({ type: "image/png" });
}

async function show(
  page: FirstPage | "fails",
  { format = "pdf", keepsWordFile = false }: { format?: ExportFormat; keepsWordFile?: boolean } = {},
) {
  const target = document.createElement("div");
  Object.assign(target.style, { inlineSize: "380px", blockSize: "600px" });
  document.body.replaceChildren(target);
  const ahead = new LookAhead(async () => {
    if (page === "fails") throw { code: "crashed", name: "le-tram.pdf" };
    return { head: page, picture: await picture() };
  });
  const choice = { format, wanted: EVERYTHING, language: "fr" as const };
  const shown = mount(ExportPreview, { target, props: { ahead, choice, title: "Le tram", keepsWordFile } });
  gone = () => void unmount(shown);
  flushSync();
  await vi.waitFor(() => expect(ahead.waiting.on).toBe(false));
  flushSync();
  return { target, ahead };
}

const lines = (count: number): FirstPage => ({
  is: "lines",
  lines: Array.from({ length: count }, (_, nth) => `${nth} ; « 49 % » ; <b>Faux</b>`),
  goes_on: false,
});

test("a page is a picture with words, in a figure with a name, and no place for the keyboard", async () => {
  const { target } = await show({ is: "picture", width: 595, height: 842, signed: false });
  await expect.element(screen.getByRole("figure", { name: "First page" })).toBeVisible();
  const image = screen.getByRole("img", { name: "Picture of the first page of “Le tram” as PDF" });
  await expect.element(image).toBeVisible();
  expect(target.querySelectorAll("button, a, [tabindex]")).toHaveLength(0);
});

test("a picture is whole in its place, whatever its shape", async () => {
  for (const [width, height] of [
    [595, 842],
    [842, 595],
    [300, 3000],
  ] as const) {
    const { target } = await show({ is: "picture", width, height, signed: false });
    const stage = target.querySelector(".stage")!.getBoundingClientRect();
    const image = target.querySelector("img")!;
    await image.decode();
    const box = image.getBoundingClientRect();
    expect(box.width).toBeLessThanOrEqual(stage.width + 1);
    expect(box.height).toBeLessThanOrEqual(stage.height + 1);
    expect(box.height).toBeGreaterThan(50);
    leave();
  }
});

test("lines are the very ones of the file, and are scrolled by the keyboard where there are many", async () => {
  const few = await show(lines(3), { format: "csv" });
  await expect.element(screen.getByRole("figure", { name: "First lines" })).toBeVisible();
  const pre = few.target.querySelector("pre")!;
  expect(pre.textContent).toBe(
    "0 ; « 49 % » ; <b>Faux</b>\n1 ; « 49 % » ; <b>Faux</b>\n2 ; « 49 % » ; <b>Faux</b>",
  );
  expect(pre.tabIndex).toBe(-1);
  leave();
  const many = await show(lines(80), { format: "csv" });
  expect(many.target.querySelector("pre")!.tabIndex).toBe(0);
});

test("rows stand in a table under the heads of their columns, with the names of the sheets", async () => {
  await show(
    {
      is: "sheet",
      sheets: ["Faits", "Autres marques", "Historique"],
      shown: 0,
      heads: ["N°", "Passage"],
      rows: [["1", "49 % des parts"]],
      goes_on: true,
    },
    { format: "xlsx" },
  );
  await expect.element(screen.getByRole("columnheader", { name: "Passage" })).toBeVisible();
  await expect.element(screen.getByRole("cell", { name: "49 % des parts" })).toBeVisible();
  await expect.element(screen.getByText("The sheet goes on.")).toBeVisible();
  expect(document.querySelector("[aria-current]")!.textContent).toBe("Faits");
});

test("what is drawn by another hand than the file’s says so", async () => {
  const page: FirstPage = { is: "picture", width: 595, height: 842, signed: false };
  await show(page, { format: "docx" });
  await expect.element(screen.getByText("Much like this: Word lays out its own pages.")).toBeVisible();
  leave();
  await show(page, { format: "docx", keepsWordFile: true });
  await expect.element(screen.getByText(/the author’s own Word file/)).toBeVisible();
  leave();
  await show(page, { format: "pdf" });
  await expect.element(screen.getByText(/Much like/)).not.toBeInTheDocument();
});

test("what cannot be drawn says so in its place", async () => {
  await show("fails");
  await expect
    .element(screen.getByRole("status"))
    .toHaveTextContent("No preview: it could not be drawn. You can export all the same.");
});
