// Shows the screen with a library in memory: `npm run dev`, then /tests/look.html?article&versions=2&dark&en. Never shipped.
import { fakeDesk } from "./fake-desk";
import { standIn } from "./fake-window";

const wanted = new URLSearchParams(location.search);
let { library, article, marks } = fakeDesk(Number(wanted.get("versions") ?? 1));
if (wanted.has("article")) library.open = article;
if (wanted.has("review")) {
  const { fakeReview } = await import("./fake-review");
  ({ library, article, marks } = fakeReview());
  library.open = article;
}
if (wanted.has("book")) {
  const { addBook } = await import("./fake-book");
  library.open = await addBook(library);
}
if (wanted.has("empty")) for (const id of [...library.articles.keys()]) library.articles.delete(id);
if (wanted.has("many")) {
  const { many } = await import("./fake-many");
  library.open = many(
    library,
    Number(wanted.get("many") || 10_000),
    wanted.has("marks") ? Number(wanted.get("marks")) : undefined,
  );
}
if (wanted.has("draft"))
  library.opensFrom(article, {
    on: wanted.get("draft") !== "off",
    missing: wanted.get("draft") === "gone",
    changed: wanted.get("draft") === "changed",
  });
library.preferences = {
  ...library.preferences,
  theme: wanted.has("dark") ? "dark" : "light",
  language: wanted.has("en") ? "en" : "fr",
};
const send = standIn(library);
Object.assign(window, { library, marks, send });
await import("../src/main");
const { fakeQueue, NO_ARTICLE, NOTHING_ARRIVED, TRACKED, WALL } = await import("./fake-queue");
const ask = wanted.get("doubt");
const doubts =
  { tracked: [TRACKED, { ...TRACKED, token: 9 }], wall: [WALL], none: [NO_ARTICLE] }[ask ?? ""] ?? [];
setTimeout(() => {
  if (wanted.has("queue")) send("queue", fakeQueue(library, Number(wanted.get("queue") || 8)));
  if (doubts.length > 0) send("arrived", { ...NOTHING_ARRIVED, doubts });
}, 800);
