//! Pastes the raw text of web pages, and texts that only look like them.

use obelus_core::body::{Block, Body};
use obelus_formats::{Imported, read_pasted};

fn paste(text: &str) -> Imported {
    let imported = read_pasted(None, text).unwrap().0;
    imported.body.check().unwrap();
    imported
}

fn asides(body: &Body) -> Vec<&str> {
    body.asides
        .iter()
        .flat_map(|aside| aside.text.as_str().lines())
        .filter(|line| !line.trim().is_empty())
        .collect()
}

fn headings(body: &Body) -> Vec<(u8, &str)> {
    body.blocks
        .iter()
        .filter_map(|block| match block {
            Block::Heading { level, leaf } => Some((*level, body.text.between(leaf.start, leaf.end))),
            _ => None,
        })
        .collect()
}

/// Lines that begin with `~` are furniture, those with `#` a headline, with `##` a heading.
fn check(page: &str) {
    let bare = |line: &str| line.trim_start_matches(['~', '#', ' ']).to_owned();
    let pasted: Vec<String> = page.lines().map(bare).collect();
    let imported = paste(&pasted.join("\n"));
    let marked = |mark: &str| -> Vec<String> { page.lines().filter(|line| line.starts_with(mark)).map(bare).collect() };
    assert_eq!(asides(&imported.body), marked("~"), "set aside");
    let expected: Vec<(u8, String)> = page
        .lines()
        .filter_map(|line| {
            line.strip_prefix('#')
                .map(|rest| (if rest.starts_with('#') { 2 } else { 1 }, bare(line)))
        })
        .collect();
    let found: Vec<(u8, String)> = headings(&imported.body)
        .into_iter()
        .map(|(level, words)| (level, words.to_owned()))
        .collect();
    assert_eq!(found, expected, "headings");
    if let Some((_, headline)) = expected.iter().find(|(level, _)| *level == 1) {
        assert_eq!(&imported.title, headline);
    }
    let kept: Vec<String> = page
        .lines()
        .filter(|line| !line.starts_with('~') && !line.is_empty())
        .map(bare)
        .collect();
    let lines: Vec<&str> = imported
        .body
        .text
        .as_str()
        .lines()
        .filter(|line| !line.is_empty())
        .collect();
    assert_eq!(lines, kept, "kept");
}

#[test]
fn a_french_news_page() {
    check(
        "~Aller au contenu principal

~Accueil
~Politique
~Société
~Culture

~S’abonner
~Se connecter

~Transports

# Le pont de Sarre rouvre après onze jours

~Par Lucie Roche

~Publié le 22 novembre 2023 à 14 h 05

~Partager sur Facebook
~Partager sur X

Fermé depuis le 11 novembre, le pont de Sarre a rouvert mercredi à midi, a annoncé la préfecture dans un communiqué.

~La suite après la publicité

Quelque 12 000 véhicules l’empruntent chaque jour, selon un comptage de 2022, et la déviation allongeait le trajet de 18 kilomètres.

## Une facture de 1,4 million

Le département chiffre les travaux à 1,4 million d’euros, que son président entend se faire rembourser par l’assureur de la compagnie.

~Lire aussi : La péniche était trop haute de quarante centimètres

« On a perdu un tiers de nos clients en onze jours », dit la gérante du restaurant du quai, soulagée de voir passer les premières voitures.

~Tags
~Sarre
~Transports

~Sur le même sujet

~Comment on répare une pile de pont sous l’eau

~Cars scolaires : les parents demandent un report

~© 2023 Le Courrier du Val. Tous droits réservés.

~Mentions légales",
    );
}

#[test]
fn an_english_news_page() {
    check(
        "~Skip to main content

~Home
~News
~Sport

~Sign in

# Library hours cut in four towns

~By Anna Reed

~Updated on 21 November 2023

~3 min read

Four public libraries in the valley will close on Mondays from 8 January, the county council decided on Tuesday evening.

~Advertisement

“Nobody wants this,” said Joan Pike, who chairs the culture committee. “But one day is better than one door for ever.”

## Staff were told on Friday

Eleven members of staff will lose hours, though no jobs are to go. Their union called the consultation a formality after the fact.

~Read more: Why Clee library was rebuilt in 1974

The county has lost nine of its thirty-one libraries since 2010, and three of those nine are now run by volunteers.

~Share this article

~Most read

~Snow expected on high ground

~Sign up for our newsletter

~Get the latest from the valley, straight to your inbox.

~We use cookies to improve your visit. By continuing to browse you agree to our use of cookies.

~Accept all",
    );
}

#[test]
fn one_line_that_leads_away_is_enough_to_be_set_aside_alone() {
    check(
        "# Le conseil vote le budget

Le conseil municipal a voté mardi un budget de 12,4 millions d’euros, en hausse de 3 % sur un an, à une large majorité.

~Lire aussi : Les comptes de la ville, poste par poste

L’opposition s’est abstenue. La prochaine séance doit avoir lieu le 14 décembre, avec le vote des subventions aux associations.",
    );
}

#[test]
fn a_headline_that_also_ends_a_trail_of_links_is_kept_once() {
    check(
        "~Accueil › Le Val › Culture

~Un théâtre sous les halles

~Partager cet article

# Un théâtre sous les halles

La troupe du Val jouera tout l’hiver sous les halles, que la mairie a fait couvrir et chauffer pour l’occasion, dit-elle.

Les quatre premières représentations sont complètes, et deux dates ont été ajoutées en janvier à la demande du public.

~Laisser un commentaire",
    );
}

/// Texts without furniture: every character stays, and nothing is set aside.
const UNTOUCHED: &[(&str, &str)] = &[
    (
        "prose",
        "Le conseil a voté le budget mardi soir.\n\nL’opposition s’est abstenue, comme l’an dernier, et la séance a été levée à 23 h.\n",
    ),
    ("one line", "Microsoft détient 49% des parts."),
    ("one word", "Publicité"),
    (
        "a menu of a restaurant",
        "Menu\n\nSoupe de potimarron\nBar en croûte de sel\nTarte aux pommes\n\n32 euros, vin compris.",
    ),
    (
        "a report with its contents",
        "Sommaire\n\nLe contexte, les chiffres, la conclusion\n\nLe contexte\n\nEn 2022, la ville comptait 12 400 habitants, soit 3 % de moins que dix ans plus tôt, selon l’institut.",
    ),
    (
        "a poem with a refrain",
        "Vienne la nuit sonne l’heure\nLes jours passent lents\n\nL’eau coule sous le pont\n\nVienne la nuit sonne l’heure\nLes jours passent lents\n\nL’eau coule sous le pont\n",
    ),
    (
        "an e-mail",
        "Bonjour Claire,\n\nVoici le texte relu. Contact\n\nPeux-tu me rappeler ?\n\nJean\n\n-- \nJean Morel\nRédaction\n",
    ),
    (
        "an interview",
        "Q. Quand avez-vous compris ?\n\nVers 4 heures. Le chien aboyait, et l’eau était déjà dans la cour, jusqu’aux marches de la cuisine.\n\nQ. Et les secours ?\n\nIls sont venus à 7 h 20, par le col, parce que la route était coupée depuis minuit au moins.",
    ),
    ("a list of one", "À rendre\n* livre\n"),
    (
        "code",
        "fn main() {\n    // Search\n    let x = \"Home\";\n\n\n    println!(\"{x}\");\n}\n",
    ),
    ("notes", "RV 14 h\n\nrappeler Marie\n\nTags\n\nvoir p. 12"),
    (
        "an article about newsletters",
        "La newsletter, une affaire qui marche\n\nEn 2023, un Français sur trois était abonné à une newsletter d’information, selon une étude parue mardi dans la presse.\n\n« Nous utilisons des cookies, mais vous pouvez vous désabonner à tout moment », promet l’éditeur, qui dit compter 40 000 lecteurs.\n\nLes recettes ont doublé en deux ans, et la rédaction compte désormais onze journalistes à plein temps, dont quatre à Lyon.",
    ),
    (
        "an article about cookies",
        "Cookies: the end of a banner\n\nBy clicking a button, readers give away more than they know, the regulator said on Monday in a report of ninety pages.\n\nOnly one site in five respected the choice of its readers, according to the tests that the authority made between May and July.",
    ),
    ("spaces", "  deux espaces \n\n\n\ttabulation\n \nfin  \n\n"),
    (
        "many languages",
        "العربية\n\nशब्द\n\n日本語の文章です。\n\ne\u{301}t\u{e9} 👩‍👩‍👧\u{ad}\u{200b}\n",
    ),
    (
        "a dialogue",
        "— Tu viens ?\n\n— Non.\n\n— Pourquoi ?\n\n— Non.\n\n— Bon.\n",
    ),
    (
        "a letter with rights",
        "Madame,\n\nJe vous écris au sujet de la photographie parue hier dans votre journal, dont je suis l’auteur.\n\n© 2023 Paul Ferrand. Tous droits réservés.\n",
    ),
    (
        "dates",
        "Publié le 12 mai 1870\n\nLe décret qui suit a été lu en séance, devant les députés réunis, et voté sans discussion ce jour-là.\n\nFait à Paris.",
    ),
];

#[test]
fn a_text_without_furniture_comes_through_character_for_character() {
    for (what, text) in UNTOUCHED {
        let imported = paste(text);
        assert_eq!(imported.body.text.as_str(), *text, "{what}");
        assert_eq!(imported.body.asides, [], "{what}");
    }
}

#[test]
fn headings_are_found_in_prose_alone() {
    for (what, text) in UNTOUCHED {
        let expected = match *what {
            "an article about newsletters" | "an article about cookies" => 1,
            _ => 0,
        };
        assert_eq!(headings(&paste(text).body).len(), expected, "{what}");
    }
}

#[test]
fn what_was_set_aside_comes_back_word_for_word() {
    let page = "Accueil\n\nSe connecter\n\nUn titre assez long pour un article\n\nLe conseil municipal a voté mardi un budget de 12,4 millions d’euros, en hausse de 3 %.\n\nLire aussi : Les comptes\n\nPartager cet article";
    let mut body = paste(page).body;
    assert_eq!(body.asides.len(), 2);
    while !body.asides.is_empty() {
        body = body.bring_back(0).unwrap().0;
        body.check().unwrap();
    }
    assert_eq!(body.text.as_str(), page);
}
