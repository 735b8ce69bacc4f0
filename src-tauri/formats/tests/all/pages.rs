//! The labelled pages: the article comes out whole, and hardly anything else with it.

use std::collections::HashMap;
use std::fs;
use std::path::PathBuf;

use obelus_formats::{Doubt, Imported, Incoming, read};

fn fixtures() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/pages/labelled")
}

fn words(text: &str) -> HashMap<String, usize> {
    let mut words = HashMap::new();
    for word in text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
    {
        *words.entry(word.to_lowercase()).or_insert(0) += 1;
    }
    words
}

#[test]
fn of_every_labelled_page_the_article_is_found_and_the_rest_can_be_brought_back() {
    let (mut sum, mut count) = (0.0, 0);
    for entry in fs::read_dir(fixtures()).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|ending| ending != "html") {
            continue;
        }
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let imported = read(&Incoming {
            bytes: &fs::read(&path).unwrap(),
            name: Some(&name),
            ..Incoming::default()
        })
        .unwrap();
        let expected = fs::read_to_string(path.with_extension("txt")).unwrap();
        assert_eq!(imported.doubt, None, "{name}");
        assert_eq!(Some(imported.title.as_str()), expected.lines().next(), "{name}");
        let language = &name[..2];
        assert_eq!(imported.language.as_deref(), Some(language), "{name}");
        let (found, wanted) = (words(imported.body.text.as_str()), words(&expected));
        let common: usize = wanted
            .iter()
            .map(|(word, n)| (*n).min(found.get(word).copied().unwrap_or(0)))
            .sum();
        let (of_wanted, of_found) = (wanted.values().sum::<usize>(), found.values().sum::<usize>());
        // Nothing of the article may be set aside.
        assert!(
            common as f64 / of_wanted as f64 > 0.995,
            "{name} misses words of the article"
        );
        sum += 2.0 * common as f64 / (of_wanted + of_found) as f64;
        count += 1;
        let set_aside: String = imported.body.asides.iter().map(|aside| aside.text.as_str()).collect();
        assert!(!set_aside.is_empty(), "{name} has surroundings");
    }
    assert!(count >= 60, "{count} pages");
    assert!(sum / f64::from(count) > 0.985, "F1 {}", sum / f64::from(count));
}

#[test]
fn a_page_says_who_wrote_it_and_when() {
    let labelled = |name: &str| {
        let bytes = fs::read(fixtures().join(name)).unwrap();
        let imported = read(&Incoming {
            bytes: &bytes,
            name: Some(name),
            ..Incoming::default()
        })
        .unwrap();
        (
            imported.byline.unwrap_or_default(),
            imported.published.unwrap_or_default(),
        )
    };
    let said = |name: &str, when: &str| (name.to_owned(), when.to_owned());
    assert_eq!(labelled("fr-tram-blog.html"), said("Idriss Benali", "2026-01-20"));
    assert_eq!(
        labelled("en-bread-soup.html"),
        said("Harriet Oduya", "2025-11-04T06:30:00+01:00")
    );
}

fn page(markup: &str) -> Imported {
    read(&Incoming {
        bytes: markup.as_bytes(),
        name: Some("a.html"),
        ..Incoming::default()
    })
    .unwrap()
}

fn text(markup: &str) -> String {
    page(markup).body.text.as_str().to_owned()
}

#[test]
fn a_page_saved_in_utf_8_is_read_so_whatever_it_declares() {
    assert_eq!(text("<meta charset=iso-8859-1><p>L’été à Mâcon"), "L’été à Mâcon");
}

#[test]
fn a_table_of_empty_cells_is_no_table_and_breaks_nothing() {
    let page = "Un mot<table><td><img src=a alt='un signe'></td><td> </td></table><p>Deux mots.";
    assert_eq!(text(page), "Un mot\n\nDeux mots.");
}

#[test]
fn a_table_that_sets_a_page_in_columns_is_taken_apart() {
    let sentence =
        "Le conseil a voté mercredi, par onze voix contre quatre, l’achat de deux voiles destinées à ses remorqueurs. ";
    let page = format!(
        "<table><tr><td><a href=x>Accueil</a></td><td>{}</td></tr></table>",
        sentence.repeat(8)
    );
    assert!(!text(&page).contains('\t'));
    assert!(text("<table><tr><td>Un<td>Deux<tr><td>Trois<td>Quatre</table>").contains('\t'));
}

const SENTENCE: &str =
    "Le conseil a voté mercredi, par onze voix contre quatre, l’achat de deux voiles destinées à ses remorqueurs. ";

#[test]
fn a_page_of_links_has_no_article_and_keeps_all_its_words() {
    let links: String = (0..40)
        .map(|i| format!("<li><a href='/{i}'>Une nouvelle de la ville, la {i}e</a></li>"))
        .collect();
    let list = format!("<nav><a href='/'>Accueil</a></nav><main><h1>Toutes nos nouvelles</h1><ul>{links}</ul></main>");
    let imported = page(&list);
    assert_eq!(imported.doubt, Some(Doubt::NoArticle));
    assert!(imported.body.text.as_str().contains("Accueil") && imported.body.asides.is_empty());
}

#[test]
fn a_page_that_asks_to_pay_shows_the_beginning_at_most() {
    let wall = format!(
        "<article><h1>Le port mise sur le vent</h1><p>{SENTENCE}</p><p>{SENTENCE}</p><div><p>Cet article est réservé aux abonnés.</p><a href='/'>S’abonner</a></div></article>"
    );
    assert_eq!(page(&wall).doubt, Some(Doubt::Wall));
    let whole = format!(
        "<article><h1>Le port mise sur le vent</h1>{}</article>",
        format!("<p>{SENTENCE}</p>").repeat(20)
    );
    assert_eq!(page(&whole).doubt, None);
}

#[test]
fn a_page_that_only_asks_about_cookies_says_so_and_a_recipe_for_biscuits_does_not() {
    let question = "<div><p>We and our partners use cookies to measure our audience, to show you content that fits, and to keep the site safe for all.</p><button>Accept</button></div>";
    assert_eq!(page(question).doubt, Some(Doubt::Cookies));
    let recipe = format!(
        "<article><h1>Cookies</h1>{}</article>",
        "<p>Bake the cookies for ten minutes, then let the cookies cool upon a rack before you eat them.</p>".repeat(9)
    );
    assert_eq!(page(&recipe).doubt, None);
}
