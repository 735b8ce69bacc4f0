// A folder on its way in, and what the app is to ask about it: for tests and for looking.
import type { Arrivals } from "../src/backend/types/Arrivals";
import type { Doubtful } from "../src/backend/types/Doubtful";
import type { Queue } from "../src/backend/types/Queue";
import { bodyOf } from "./fake-body";
import type { FakeLibrary } from "./fake-library";
import { NOTHING_CHANGED } from "./fake-versions";

export const NOTHING_ARRIVED: Arrivals = {
  articles: [],
  failures: [],
  there: [],
  questions: [],
  doubts: [],
  revised: [],
  annotated: [],
  bundled: [],
  changed: NOTHING_CHANGED,
};

/** A folder of which so many files have been read; all of them: the report. */
export function fakeQueue(library: FakeLibrary, past: number): Queue {
  const ids = [...library.articles.keys()];
  const all: Queue["items"] = [
    { name: "dossier/communique.docx", state: "done", article: ids[0] ?? null, failure: null },
    { name: "dossier/budget-2027.pdf", state: "done", article: ids[1] ?? null, failure: null },
    { name: "dossier/entretien.odt", state: "there", article: ids[2] ?? null, failure: null },
    {
      name: "dossier/annexes/rapport-annuel-numérisé-2019.pdf",
      state: "failed",
      article: null,
      failure: { code: "scan", name: "rapport-annuel-numérisé-2019.pdf", pages: 84 },
    },
    { name: "dossier/brouillon relu.docx", state: "asked", article: null, failure: null },
    { name: "dossier/the-sociology-of-news.epub", state: "done", article: ids[3] ?? null, failure: null },
    {
      name: "dossier/notes.doc",
      state: "failed",
      article: null,
      failure: { code: "old_word", name: "notes.doc" },
    },
    { name: "dossier/courrier.txt", state: "done", article: ids[1] ?? null, failure: null },
  ];
  const items = all.map((item, nth): Queue["items"][number] =>
    nth < past
      ? item
      : { ...item, state: nth === past ? "reading" : "waiting", article: null, failure: null },
  );
  return { items, running: past < all.length };
}

export const TRACKED: Doubtful = {
  token: 1,
  name: "brouillon relu.docx",
  title: "Le retour de la patronne chez Lumen",
  why: "tracked_changes",
  inserted: 3,
  deleted: 4,
  words: 412,
  preview: bodyOf([
    ["h1", "Le retour de la patronne chez Lumen"],
    [
      "p",
      "Ce licenciement, révoqué depuis, aurait pu mettre à mal le partenariat entre l’entreprise et Boréal, qui détient 51% des parts de l’entreprise.",
    ],
    [
      "p",
      "Sur un plan organisationnel, le licenciement a entraîné le départ du cofondateur Greg Bernard, qui voulait soutenir la directrice. Plus de 700 des 770 employés ont menacé de quitter l’entreprise.",
    ],
    [
      "p",
      "Le conseil d’administration, qui compte désormais trois membres, a promis une enquête indépendante.",
    ],
  ]),
  rejected: bodyOf([
    ["h1", "Le retour de la patronne chez Lumen"],
    [
      "p",
      "Ce licenciement, révoqué depuis, aurait pu mettre à mal le partenariat entre l’entreprise et Boréal, qui détient 49% des parts de l’entreprise.",
    ],
    [
      "p",
      "Sur un plan organisationnel, le licenciement a entraîné le départ du cofondateur Greg Bernard, voulait soutenir la directrice. La très grande majorité des employés a menacé de quitter l’entreprise.",
    ],
    [
      "p",
      "Le conseil d’administration, qui compte désormais trois membres, a promis une enquête indépendante.",
    ],
  ]),
};

export const WALL: Doubtful = {
  token: 2,
  name: "https://www.exemple-quotidien.fr/politique/2026/11/23/budget.html",
  title: "Budget 2027 : ce que dit vraiment le texte",
  why: "wall",
  inserted: 0,
  deleted: 0,
  words: 96,
  preview: bodyOf([
    ["h1", "Budget 2027 : ce que dit vraiment le texte"],
    [
      "p",
      "Le déficit passerait de 5,4 % à 4,6 % du produit intérieur brut, selon le gouvernement. Il vous reste 85 % de cet article à lire.",
    ],
    ["h2", "Abonnez-vous pour lire la suite"],
    ["p", "Déjà abonné ? Connectez-vous."],
  ]),
  rejected: null,
};

export const NO_ARTICLE: Doubtful = {
  ...WALL,
  token: 3,
  why: "no_article",
  name: "accueil.html",
  title: "Accueil",
};
