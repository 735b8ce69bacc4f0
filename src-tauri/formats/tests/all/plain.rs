//! Reads plain texts as people keep them: wrapped lines, lists, quoted mails, books.

use obelus_core::body::{Block, Body};
use obelus_formats::{Imported, Incoming, read};

fn import(text: &str) -> Imported {
    let imported = read(&Incoming {
        bytes: text.as_bytes(),
        name: Some("texte.txt"),
        ..Incoming::default()
    })
    .unwrap();
    imported.body.check().unwrap();
    imported
}

/// The blocks as a picture: `# heading`, `- item`, `> quotation`, a line each.
fn picture(body: &Body) -> String {
    let mut lines = Vec::new();
    draw(body, &body.blocks, "", &mut lines);
    lines.join("\n")
}

fn draw(body: &Body, blocks: &[Block], before: &str, lines: &mut Vec<String>) {
    for block in blocks {
        match block {
            Block::Heading { level, leaf } => lines.push(format!(
                "{before}{} {}",
                "#".repeat(usize::from(*level)),
                body.text.between(leaf.start, leaf.end)
            )),
            Block::Paragraph { leaf } => lines.push(format!(
                "{before}{}",
                body.text.between(leaf.start, leaf.end).replace('\n', "⏎")
            )),
            Block::Quote { blocks } => draw(body, blocks, &format!("{before}> "), lines),
            Block::List { first, items } => {
                for (index, item) in items.iter().enumerate() {
                    let sign = first.map_or("-".to_owned(), |first| format!("{}.", first + index as u32));
                    draw(body, &item.blocks, &format!("{before}{sign} "), lines);
                }
            }
            other => panic!("no {other:?} in a plain text"),
        }
    }
}

fn check(text: &str, expected: &str) {
    assert_eq!(picture(&import(text).body), expected.trim());
    let verbatim = read(&Incoming {
        bytes: text.as_bytes(),
        verbatim: true,
        ..Incoming::default()
    })
    .unwrap();
    assert_eq!(
        verbatim.body.text.as_str(),
        text,
        "taken verbatim, every character stays"
    );
}

#[test]
fn a_wrapped_mail_with_a_list_a_quotation_and_a_signature() {
    check(
        "Bonjour Claire,

J’ai relu le texte que tu m’as envoyé hier soir, et il me reste trois
questions avant que nous puissions le publier, si possible avant midi :

- le chiffre de 49 % vient-il bien du communiqué de vendredi, ou de celui
  de lundi ?
- peut-on citer le nom du témoin ?

Marc écrivait :

> Le conseil municipal a voté mardi un budget de 12,4 millions d’euros en
> hausse de 3 %, et l’opposition s’est abstenue.
>
> > Qui a voté contre ?
>
> Personne.

Bien à vous,
Jean

-- 
Jean Morel
12, rue des Tilleuls
25000 Besançon
",
        "
Bonjour Claire,
J’ai relu le texte que tu m’as envoyé hier soir, et il me reste trois questions avant que nous puissions le publier, si possible avant midi :
- le chiffre de 49 % vient-il bien du communiqué de vendredi, ou de celui de lundi ?
- peut-on citer le nom du témoin ?
Marc écrivait :
> Le conseil municipal a voté mardi un budget de 12,4 millions d’euros en hausse de 3 %, et l’opposition s’est abstenue.
> > Qui a voté contre ?
> Personne.
Bien à vous,⏎Jean
-- ⏎Jean Morel⏎12, rue des Tilleuls⏎25000 Besançon
",
    );
}

#[test]
fn a_book_of_project_gutenberg() {
    let text = "The Project Gutenberg eBook of The Lock-Keeper

This ebook is for the use of anyone anywhere in the United States and
most other parts of the world at no cost.

Title: The Lock-Keeper
Author: Jane Morel

*** START OF THE PROJECT GUTENBERG EBOOK THE LOCK-KEEPER ***




CHAPTER I.
The Sluice


The old man was beginning to get very tired of sitting by the sluice, and
of having nothing to do: once or twice he had looked into the water, but it
had no pictures or conversations in it.

“And what is the use of water,” thought he, “without pictures or conver-
sations?”

        The wind is on the weir,
          And I alone am here.

So he was considering in his own mind (as well as he could, for the day made
him feel very sleepy and stupid) whether the pleasure of lifting a gate would
be worth the trouble.

*** END OF THE PROJECT GUTENBERG EBOOK THE LOCK-KEEPER ***

Updated editions will replace the previous one—the old editions will
be renamed.
";
    let imported = import(text);
    assert_eq!(imported.title, "The Lock-Keeper");
    assert_eq!(imported.byline.as_deref(), Some("Jane Morel"));
    assert_eq!(imported.body.asides.len(), 2);
    assert_eq!(
        picture(&imported.body),
        "CHAPTER I.⏎The Sluice
The old man was beginning to get very tired of sitting by the sluice, and of having nothing to do: once or twice he had looked into the water, but it had no pictures or conversations in it.
“And what is the use of water,” thought he, “without pictures or conver-sations?”
        The wind is on the weir,⏎          And I alone am here.
So he was considering in his own mind (as well as he could, for the day made him feel very sleepy and stupid) whether the pleasure of lifting a gate would be worth the trouble."
    );
}

#[test]
fn lists_of_every_kind() {
    check(
        "À acheter :\n- pain\n- lait\n- 12 œufs\n\nÉtapes\n\n1. Sabler la farine.\n\n2. Laisser reposer.\n\n3. Enfourner.\n\n• un\n    • un et demi\n    • un trois quarts\n• deux\n",
        "
À acheter :
- pain
- lait
- 12 œufs
Étapes
1. Sabler la farine.
2. Laisser reposer.
3. Enfourner.
- un
- - un et demi
- - un trois quarts
- deux
",
    );
    check(
        "– Tu viens ?\n– Non.\n\n12. mars\n14. avril\n",
        "– Tu viens ?⏎– Non.\n12. mars⏎14. avril",
    );
}

#[test]
fn headings_by_their_underline_their_number_and_their_words() {
    check(
        "Le canal\n========\n\nUn texte court.\n\nLes portes\n----------\nUn autre texte court, sous son titre.\n",
        "# Le canal\nUn texte court.\n## Les portes\nUn autre texte court, sous son titre.",
    );
    let prose = "Il était une fois un éclusier qui ne voulait pas ouvrir ses portes, et les bateaux attendaient depuis le matin sans rien dire.";
    check(
        &format!("CHAPITRE PREMIER\n\n{prose}\n\n{prose}\n\nCHAPITRE II.\n\n{prose}\n"),
        &format!("# CHAPITRE PREMIER\n{prose}\n{prose}\n## CHAPITRE II.\n{prose}"),
    );
}
