// A library as a journalist's looks after a few weeks: what the tests and the pictures are made with.
import type { Body } from "../src/backend/types/Body";
import { bodyOf, type FakeBlock } from "./fake-body";
import { claim, FakeLibrary } from "./fake-library";

const HOUR = 3_600_000;

/** The first block is the headline, short ones are headings. */
function plainBody(text: string): Body {
  const blocks = text.split("\n\n").map((words, i): FakeBlock => {
    return [i === 0 ? "h1" : words.length < 30 ? "h2" : "p", words];
  });
  return bodyOf(blocks);
}

/** The author's second version: a share was changed, a passage rewritten, another cut, a figure given. */
function reviseLumen(library: FakeLibrary, article: string, marks: Record<string, string>, at: number): void {
  const [parts, holders, soon, board] = [marks.parts, marks.holders, marks.soon, marks.board].map(String);
  const kept = library.articles.get(article);
  if (!kept || !parts || !holders || !soon || !board) return;
  const text = kept.body.text
    .replaceAll("49% des parts", "51% des parts")
    .replace("un problème de confiance et un manque d’honnêteté vis-à-vis des actionnaires", "un désaccord")
    .replace(", selon un porte-parole joint mardi", "")
    .replace(" Ses conclusions sont attendues avant la fin de l’année", "");
  library.revise(
    article,
    plainBody(text),
    { [parts]: { words: "51% des parts" }, [holders]: "ambiguous", [soon]: "lost", [board]: "lost" },
    at,
  );
}

export function fakeDesk(versions = 1): {
  library: FakeLibrary;
  article: string;
  marks: Record<string, string>;
} {
  const library = new FakeLibrary();
  const now = library.now;
  const article = library.addArticle(
    "Le retour de la patronne chez Lumen",
    bodyOf([
      ["h1", "Le retour de la patronne chez Lumen"],
      [
        "p",
        "C’est l’affaire qui a secoué le monde des télécoms tout au long de cette semaine : le départ de Claire Vasseur de la direction de Lumen, avant d’être finalement réintroduite à son poste. Retour sur les dessous d’une affaire très floue.",
      ],
      ["h2", "Un départ inexpliqué"],
      [
        "p",
        "Le week-end dernier, Lumen a publié un communiqué dans lequel elle annonçait que sa directrice avait été démise de ses fonctions et remplacée par Omar Diallo. Pour justifier ce choix assez surprenant, l’entreprise avait évoqué un problème de confiance et un manque d’honnêteté vis-à-vis des actionnaires majoritaires de l’entreprise.",
      ],
      [
        "p",
        "Ce licenciement, révoqué depuis, aurait pu mettre à mal le partenariat entre l’entreprise et Boréal, qui détient 49% des parts de l’entreprise. En effet, cette dernière veut absolument travailler avec Claire Vasseur grâce à sa réputation dans les réseaux.",
      ],
      [
        "p",
        "Sur un plan organisationnel, le licenciement a entraîné le départ du cofondateur Greg Bernard, voulait soutenir la directrice. De plus, un véritable élan de solidarité s’est mis en place dans l’entreprise, où la très grande majorité des employés a menacé de quitter l’entreprise en cas de départ effectif.",
      ],
      ["h2", "Un départ révoqué"],
      [
        "p",
        "Quasiment juste après son départ, Claire Vasseur avait annoncé qu’elle rejoignait Boréal, symbole de la confiance qui règne entre les deux. C’est mercredi matin qu’un terrain d’entente a été trouvé, et que les 49% des parts sont revenues dans le débat.",
      ],
      [
        "p",
        "Le conseil d’administration, qui compte désormais trois membres, a promis une enquête indépendante. Ses conclusions sont attendues avant la fin de l’année, selon un porte-parole joint mardi.",
      ],
    ]),
    { site: "Études Réseaux", byline: "Paul Lenoir", created: now - 26 * HOUR },
    now - 2 * 60_000,
  );
  const at = now - 24 * HOUR;
  const marks = {
    weekend: library.mark(
      article,
      "Le week-end dernier",
      claim("confirmed"),
      { note: "Communiqué du 17 novembre." },
      at,
    ),
    replaced: library.mark(article, "remplacée par Omar Diallo", claim("confirmed"), { tags: ["noms"] }, at),
    holders: library.mark(
      article,
      "un problème de confiance et un manque d’honnêteté vis-à-vis des actionnaires",
      claim("imprecise"),
      { note: "Le communiqué parle du *conseil d’administration*, pas des actionnaires." },
      at,
    ),
    parts: library.mark(
      article,
      "49% des parts",
      claim("wrong"),
      {
        note: "La part de 49 % porte sur les *bénéfices* de la filiale, pas sur le capital.",
        correction: "49 % des bénéfices",
        tags: ["chiffres", "à rappeler"],
      },
      at,
    ),
    founder: library.mark(article, "cofondateur Greg Bernard", claim("confirmed"), {}, at),
    who: library.mark(article, "voulait soutenir", { is: "note" }, { note: "Il manque un « qui »." }, at),
    staff: library.mark(
      article,
      "la très grande majorité des employés a menacé de quitter",
      claim("query"),
      { note: "Combien ? 738 sur 770 selon une dépêche. Donner le chiffre.", tags: ["chiffres"] },
      at,
    ),
    joined: library.mark(article, "rejoignait Boréal", claim("unchecked"), {}, at),
    morning: library.mark(article, "mercredi matin", { is: "highlight", colour: "yellow" }, {}, at),
    board: library.mark(article, "trois membres", claim("opinion"), {}, at),
    soon: library.mark(
      article,
      "avant la fin de l’année",
      claim("unverifiable"),
      { note: "Aucune source écrite." },
      at,
    ),
  };
  const budget = library.addArticle(
    "Budget 2027 : ce que dit vraiment le texte",
    bodyOf([
      ["h1", "Budget 2027 : ce que dit vraiment le texte"],
      ["p", "Le déficit passerait de 5,4 % à 4,6 % du produit intérieur brut, selon le gouvernement."],
    ]),
    {},
    now - 26 * HOUR,
  );
  library.mark(budget, "5,4 %", claim("confirmed"));
  library.mark(budget, "4,6 %", claim("unchecked"));
  const mayor = library.addArticle(
    "Interview du préfet",
    bodyOf([["p", "Nous avons ouvert douze centres en un an, dit-il."]]),
    {},
    now - 3 * 24 * HOUR,
  );
  library.mark(mayor, "douze centres", claim("confirmed"));
  library.addArticle(
    "The Sociology of News",
    bodyOf([["p", "News is what newspapermen make it."]]),
    { language: "en" },
    now - 30 * 24 * HOUR,
  );
  library.addArticle(
    "Brouillon : les chiffres de la rentrée",
    bodyOf([["p", "Douze millions d’élèves."]]),
    { binned: now - 5 * HOUR },
    now - 50 * HOUR,
  );
  if (versions > 1) reviseLumen(library, article, marks, now - 3 * 60_000);
  if (versions > 2) {
    const text = library.articles.get(article)?.body.text ?? "";
    library.revise(article, plainBody(text.replace("C’est mercredi", "C’est jeudi")), {}, now - 60_000);
  }
  return { library, article, marks };
}
