// A second version of the fake desk's article: what a review is tested and looked at with.
import { placeBefore } from "../src/state/questions";
import type { Carried } from "../src/backend/types/Carried";
import type { Comparison } from "../src/backend/types/Comparison";
import type { FreshPassage } from "../src/backend/types/FreshPassage";
import type { Mark } from "../src/backend/types/Mark";
import type { Placement } from "../src/backend/types/Placement";
import type { Review } from "../src/backend/types/Review";
import type { ReviewItem } from "../src/backend/types/ReviewItem";
import type { ReviewPlace } from "../src/backend/types/ReviewPlace";
import type { TextRange } from "../src/backend/types/TextRange";
import { rangeOf } from "../src/reader/fake-article";
import { fakeChange, type FakeRow } from "../src/review/fake-change";
import { bodyOf } from "./fake-body";
import { fakeDesk } from "./fake-desk";

const heading = (level: number, picture: string): FakeRow => ({ picture, block: { is: "heading", level } });

const ROWS: FakeRow[] = [
  heading(1, "Le retour de la patronne chez Lumen"),
  "C’est l’affaire qui a secoué le monde des télécoms tout au long de cette semaine : le départ de Claire Vasseur de la direction de Lumen, avant d’être finalement réintroduite à son poste. Retour sur les dessous d’une affaire très floue.",
  heading(2, "Un départ inexpliqué"),
  "Le week-end dernier, Lumen a publié un communiqué dans lequel elle annonçait que sa directrice avait été démise de ses fonctions et remplacée par Omar Diallo. Pour justifier ce choix assez surprenant, l’entreprise avait évoqué un problème de confiance et un manque d’honnêteté [-vis-à-vis des actionnaires majoritaires de l’entreprise-]{+envers son conseil d’administration+}.",
  "Ce licenciement, révoqué depuis, aurait pu mettre à mal le partenariat entre l’entreprise et Boréal, qui détient [-49% des parts-]{+49 % des bénéfices+} de l’entreprise. En effet, cette dernière veut absolument travailler avec Claire Vasseur grâce à sa réputation dans les réseaux.",
  "Sur un plan organisationnel, le licenciement a entraîné le départ du cofondateur [-Greg-]{+Grégoire+} Bernard, {+qui +}voulait soutenir la directrice. De plus, un véritable élan de solidarité s’est mis en place dans l’entreprise, où [-la très grande majorité des employés a-]{+plus de 700 des 770 employés ont+} menacé de quitter l’entreprise en cas de départ effectif.",
  "{+Une pétition circulait dès le 22 novembre.+}",
  heading(2, "Un départ révoqué"),
  "Quasiment juste après son départ, Claire Vasseur avait annoncé qu’elle rejoignait Boréal, symbole de la confiance qui règne entre les deux. C’est [-mercredi matin-]{+jeudi soir+} qu’un terrain d’entente a été trouvé, et que les 49% des parts sont revenues dans le débat.",
  "[-Le conseil d’administration, qui compte désormais trois membres, a promis une enquête indépendante.-]{+Une enquête indépendante est promise.+} Ses conclusions sont attendues avant la fin de l’année, selon un porte-parole joint mardi.",
  {
    picture: "Les trois membres du conseil se sont tus. Les trois membres du comité aussi.",
    change: "moved",
  },
  "Premier rappel des faits.",
  "Deuxième rappel des faits.",
  "Troisième rappel des faits.",
  "Quatrième rappel des faits.",
];

/** The library of {@link fakeDesk}, whose article has a second version. */
export function fakeReview(rows: FakeRow[] = ROWS) {
  const { library, article, marks } = fakeDesk();
  const { comparison, old, now } = fakeChange(...rows);
  const kept = library.articles.get(article)!;
  const from = kept.revision;
  const to = { ...from, id: "revision-2", number: 2, created: library.now, reason: "revised" as const };
  kept.revision = to;
  const before = kept.body;
  kept.body = {
    ...bodyOf(now.split("\n\n").map((words, i) => [i === 0 ? "h1" : "p", words])),
    text: now,
  };
  kept.versions = [
    { revision: from, body: before },
    { revision: to, body: kept.body },
  ];

  const nowhere = { candidates: [], gap: null, range: null };
  const carry = (words: string, placement: Placement, how: Partial<Carried>, nth = 0): Carried => ({
    revision: to.id,
    from: { revision: from.id, range: rangeOf(old, words, nth), quote: words },
    placement,
    reason: placement === "kept" ? "same_words" : "words_changed",
    score: 80,
    answer: null,
    ...nowhere,
    ...how,
  });
  const put = (id: string | undefined, ...carried: Carried[]) => {
    const mark = library.marks.get(id ?? "");
    if (!mark) return;
    const isChanged = carried.some((one) => one.placement !== "kept" && one.placement !== "moved");
    library.marks.set(mark.id, {
      ...mark,
      kind:
        mark.kind.is === "claim"
          ? { ...mark.kind, recheck: isChanged && mark.kind.status !== "unchecked" }
          : mark.kind,
      carried,
      places: carried.flatMap(({ range }) =>
        range ? [{ revision: to.id, range, quote: [...now].slice(...range).join("") }] : [],
      ),
    });
  };
  const same = (words: string) => carry(words, "kept", { range: rangeOf(now, words) });
  put(marks.weekend, same("Le week-end dernier"));
  put(marks.replaced, same("remplacée par Omar Diallo"));
  put(marks.joined, same("rejoignait Boréal"));
  put(marks.who, same("voulait soutenir"));
  put(marks.soon, same("avant la fin de l’année"));
  put(
    marks.holders,
    carry("vis-à-vis des actionnaires", "lost", {
      gap: { start: rangeOf(now, "envers son")[0], end: rangeOf(now, "d’administration", 0)[1] },
      reason: "gone",
    }),
  );
  put(
    marks.parts,
    carry("49% des parts", "edited", { range: rangeOf(now, "49 % des bénéfices") }),
    carry("49% des parts", "kept", { range: rangeOf(now, "49% des parts") }, 1),
  );
  put(
    marks.founder,
    carry("cofondateur Greg Bernard", "edited", { range: rangeOf(now, "cofondateur Grégoire Bernard") }),
  );
  put(
    marks.staff,
    carry("la très grande majorité des employés a menacé de quitter", "edited", {
      range: rangeOf(now, "plus de 700 des 770 employés ont menacé de quitter"),
    }),
  );
  put(marks.morning, carry("mercredi matin", "edited", { range: rangeOf(now, "jeudi soir") }));
  put(
    marks.board,
    carry("trois membres", "ambiguous", {
      candidates: [
        { range: rangeOf(now, "trois membres du conseil"), score: 71 },
        { range: rangeOf(now, "trois membres du comité"), score: 70 },
      ],
      gap: { start: rangeOf(now, "Une enquête")[0], end: rangeOf(now, "est promise.")[1] },
      reason: "twins",
    }),
  );
  const fresh: FreshPassage[] = [
    freshOf(now, "plus de 700 des 770 employés", "changed"),
    freshOf(now, "Une pétition circulait dès le 22 novembre.", "new"),
    freshOf(now, "Une enquête indépendante est promise.", "new"),
  ].slice(1);
  library.reviews.set(article, () => {
    const items = [...library.marks.values()]
      .filter((mark) => mark.article === article)
      .map((mark) => itemOf(mark, comparison, old, now))
      .filter((item) => item.placement !== "kept" && item.placement !== "moved")
      .sort((a, b) => startOf(a) - startOf(b));
    const count = (placement: Placement) => items.filter((item) => item.placement === placement).length;
    const review: Review = {
      from,
      to,
      kept: 5,
      moved: 2,
      edited: count("edited"),
      ambiguous: count("ambiguous"),
      lost: count("lost"),
      items,
      fresh,
      comparison,
    };
    return review;
  });
  return { library, article, marks, now, old, comparison };
}

function freshOf(now: string, words: string, is: FreshPassage["is"]): FreshPassage {
  return { range: rangeOf(now, words), is, words, ...aroundOf(now, rangeOf(now, words)) };
}

function itemOf(mark: Mark, { rows }: Comparison, old: string, now: string): ReviewItem {
  const all = mark.carried.map((one) => one.placement);
  const placement =
    mark.places.length === 0
      ? all.includes("ambiguous")
        ? "ambiguous"
        : "lost"
      : all.some((one) => one !== "kept" && one !== "moved")
        ? "edited"
        : "kept";
  const places = mark.carried.map((carried, nth): ReviewPlace => {
    const { range } = carried;
    const from = placeBefore(carried)!;
    const words = (text: string, at: TextRange) => [...text].slice(...at).join("");
    const pieces = range
      ? rows
          .flatMap((row) => row.pieces)
          .flatMap((piece) => {
            const its = piece.new ? overlap(piece.new, range) : overlap(piece.old!, from.range);
            if (!its) return [];
            return [{ ...piece, words: words(piece.new ? now : old, its) }];
          })
      : [{ is: "deleted" as const, words: from.quote, old: from.range, new: null }];
    const gap = carried.gap && ([carried.gap.start, carried.gap.end] as TextRange);
    return {
      nth,
      carried,
      now: range ? words(now, range) : null,
      pieces,
      ...(range ? aroundOf(now, range) : aroundOf(old, from.range)),
      candidates: carried.candidates.map((one) => ({
        ...one,
        words: words(now, one.range),
        ...aroundOf(now, one.range),
      })),
      then_context: { words: from.quote, ...aroundOf(old, from.range) },
      gap_context: gap && { words: words(now, gap), ...aroundOf(now, gap) },
    };
  });
  const open = mark.carried.some(
    ({ placement: its, answer }) =>
      answer === null &&
      (its === "lost" ||
        its === "ambiguous" ||
        (its === "edited" && mark.kind.is === "claim" && mark.kind.recheck)),
  );
  const suggested = mark.correction !== "" && places.some((place) => place.now === mark.correction);
  return { mark: mark.id, placement, open, suggested, places };
}

function overlap(a: TextRange, b: TextRange): TextRange | null {
  const range: TextRange = [Math.max(a[0], b[0]), Math.min(a[1], b[1])];
  return range[0] < range[1] ? range : null;
}

function aroundOf(text: string, [start, end]: TextRange) {
  const all = [...text];
  return {
    before: all.slice(Math.max(0, start - 60), start).join(""),
    after: all.slice(end, end + 60).join(""),
  };
}

function startOf(item: ReviewItem): number {
  return Math.min(
    ...item.places.map(
      ({ carried: { range, gap, candidates } }) => range?.[0] ?? gap?.start ?? candidates[0]!.range[0],
    ),
  );
}
