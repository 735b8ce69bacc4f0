// What can be done while a change is looked through.
import { m } from "../messages/generated/messages";
import type { Desk } from "../state/desk.svelte";
import type { Reviewing } from "../state/review.svelte";
import type { Action } from "./action";

/** An action that is there where a review is, and `when` its state lets it be done. */
function during(
  id: string,
  words: () => string,
  keys: readonly string[],
  run: (reviewing: Reviewing, key?: string) => unknown,
  when: (reviewing: Reviewing) => boolean = () => true,
): Action {
  return {
    id: `review-${id}`,
    chapter: "review",
    inReview: true,
    words,
    keys,
    when: ({ reviewing }: Desk) => reviewing !== null && when(reviewing),
    run: ({ reviewing }: Desk, key) => reviewing && run(reviewing, key),
  };
}

export const REVIEW_ACTIONS: readonly Action[] = [
  {
    id: "review",
    chapter: "articles",
    words: () => m.action_review(),
    keys: ["Shift+R"],
    when: ({ screen, open }) => screen === "article" && open !== null && open.revision.number > 1,
    run: (desk) => desk.open && desk.openReview(desk.open.article.id, desk.open.revision.number),
  },
  during(
    "next",
    () => m.action_review_next(),
    ["J"],
    (it) => it.step(1),
  ),
  during(
    "previous",
    () => m.action_review_previous(),
    ["K"],
    (it) => it.step(-1),
  ),
  during(
    "next-open",
    () => m.action_review_next_open(),
    ["Shift+J"],
    (it) => it.stepOpen(1),
    (it) => it.waiting > 0,
  ),
  during(
    "previous-open",
    () => m.action_review_previous_open(),
    ["Shift+K"],
    (it) => it.stepOpen(-1),
    (it) => it.waiting > 0,
  ),
  during(
    "recheck",
    () => m.action_review_recheck(),
    ["R"],
    (it) => it.recheck(),
    (it) => it.can("recheck"),
  ),
  during(
    "keep",
    () => m.action_review_keep(),
    ["Enter"],
    (it) => it.keep(),
    (it) => it.can("keep"),
  ),
  during(
    "attach",
    () => m.action_review_attach(),
    ["A"],
    (it) => it.attach(),
    (it) => it.can("attach"),
  ),
  {
    ...during(
      "choose",
      () => m.action_review_choose(),
      ["1", "2", "3", "4", "5", "6", "7", "8", "9"],
      (it, key) => it.choose(Number(key)),
      (it) => it.can("choose"),
    ),
    keyOnly: true,
  },
  during(
    "claim",
    () => m.action_review_claim(),
    ["H"],
    (it) => it.claim(),
    (it) => it.can("claim"),
  ),
  during(
    "away",
    () => m.action_review_away(),
    ["I", "Delete"],
    (it) => it.putAway(),
    (it) => it.can("away"),
  ),
  during(
    "only-changes",
    () => m.action_review_only_changes(),
    ["O"],
    (it) => it.showOnlyChanges(!it.onlyChanges),
  ),
  during(
    "sides",
    () => m.action_review_sides(),
    ["S"],
    (it) => it.showSides(!it.sides),
  ),
  {
    ...during(
      "finish",
      () => m.action_review_finish(),
      ["Mod+Enter"],
      () => null,
    ),
    run: (desk) => desk.finishReview(),
  },
];
