//! Exports checked articles and holds them against what must not change: the article's words.

use crate::support::{Sheet, no_active_markup};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use dom_query::{Document, NodeRef};
use obelus_core::body::{Body, leaves};
use obelus_core::mark::{Colour, Kind, Status};
use obelus_core::text::TextRange;
use obelus_formats::labels::Labels;
use obelus_formats::{Incoming, html_out, markdown_out, obsidian_out, read, sample};
use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

#[test]
fn a_checked_sample_looks_as_it_did() {
    for language in ["fr", "en"] {
        let sheet = Sheet::sample(language);
        let labels = Labels::in_language(language);
        let html = html_out::export(&sheet.checked(), &labels);
        let markdown = markdown_out::export(&sheet.checked(), &labels);
        let obsidian = obsidian_out::export(&sheet.checked(), &labels);
        // To look at them: WRITE_EXPORTS=folder cargo test -p obelus-formats
        if let Some(folder) = std::env::var_os("WRITE_EXPORTS") {
            let folder = std::path::Path::new(&folder);
            std::fs::write(folder.join(format!("{language}.html")), &html).unwrap();
            std::fs::write(folder.join(format!("{language}.md")), &markdown).unwrap();
            std::fs::write(folder.join(format!("{language}.obsidian.md")), &obsidian).unwrap();
        }
        insta::assert_snapshot!(format!("sample.{language}.html"), html);
        insta::assert_snapshot!(format!("sample.{language}.md"), markdown);
        insta::assert_snapshot!(format!("sample.{language}.obsidian.md"), obsidian);
        assert!(sample(language).contains("49% "));
    }
}

/// The words of the exported article, without the numbers of marks.
fn html_words(html: &str) -> String {
    let document = Document::from(html);
    let article = document.select("article");
    assert_eq!(article.length(), 1);
    article.select("sup.number").remove();
    article.text().to_string()
}

/// The words of each leaf, one after the other.
pub(crate) fn body_words(body: &Body) -> String {
    leaves(&body.blocks)
        .iter()
        .map(|leaf| body.text.between(leaf.start, leaf.end))
        .collect()
}

/// The words that a CommonMark parser reads before the line that ends the article.
fn markdown_words(markdown: &str) -> String {
    let article = markdown.rfind("\n* * *\n\n**").unwrap();
    // Its footnotes are beneath; without them the references would be words.
    words_before(markdown, article)
}

/// The words that a CommonMark parser reads in a note for Obsidian, without its callouts.
fn obsidian_words(note: &str) -> String {
    let front = note.find("\n---\n\n").unwrap() + 6;
    let body = &note[front..];
    let end = body.find("\n\n**Marques sans place").unwrap_or(body.len());
    words_before(body, end)
}

/// What stands before `end`, without what the export adds: raised numbers, callouts, and the notes of marks.
fn words_before(whole: &str, end: usize) -> String {
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    let (mut words, mut image, mut own, mut broken) = (String::new(), 0, None, false);
    let (mut number, mut callout) = (false, 0);
    for (event, range) in Parser::new_ext(whole, options).into_offset_iter() {
        match event {
            Event::Start(Tag::BlockQuote(_)) if callout > 0 || whole[range.start..].starts_with("> [!") => callout += 1,
            Event::End(TagEnd::BlockQuote(_)) if callout > 0 => callout -= 1,
            _ if callout > 0 => {}
            Event::InlineHtml(tag) if &*tag == "<sup class=\"mark\">" => number = true,
            Event::InlineHtml(tag) if number && &*tag == "</sup>" => number = false,
            _ if number => {}
            Event::Start(Tag::FootnoteDefinition(label)) => own = Some(label.starts_with("a-")),
            Event::End(TagEnd::FootnoteDefinition) => own = None,
            _ if own == Some(false) || (own.is_none() && range.start >= end) => {}
            Event::Start(Tag::Image { .. }) => image += 1,
            Event::End(TagEnd::Image) => image -= 1,
            Event::End(TagEnd::CodeBlock) => {
                assert_eq!(words.pop(), Some('\n'));
            }
            Event::Text(_) | Event::Code(_) if image > 0 => {}
            Event::Text(text) | Event::Code(text) => words.push_str(&text),
            // Two of them part the paragraphs of a cell.
            Event::InlineHtml(tag) if &*tag == "<br>" && broken => {
                assert_eq!(words.pop(), Some('\n'));
            }
            Event::InlineHtml(tag) if &*tag == "<br>" => {
                words.push('\n');
                broken = true;
                continue;
            }
            Event::HardBreak => words.push('\n'),
            Event::SoftBreak => panic!("a soft break in {whole}"),
            Event::Html(html) => panic!("a block of HTML: {html}"),
            _ => {}
        }
        broken = false;
    }
    words
}

fn check(sheet: &Sheet) {
    let labels = Labels::in_language("fr");
    let words = body_words(&sheet.body);
    let html = html_out::export(&sheet.checked(), &labels);
    assert_eq!(html_words(&html), words, "HTML");
    let markdown = markdown_out::export(&sheet.checked(), &labels);
    assert_eq!(markdown_words(&markdown), words, "Markdown: {markdown}");
    let note = obsidian_out::export(&sheet.checked(), &labels);
    assert_eq!(obsidian_words(&note), words, "Obsidian: {note}");
}

#[test]
fn the_words_of_every_kept_body_come_out_exactly() {
    for (_, mut sheet) in Sheet::kept_bodies() {
        check(&sheet);
        sheet.mark_everywhere("", "");
        check(&sheet);
    }
}

#[test]
fn text_that_looks_like_markdown_stays_text() {
    for hostile in [
        "# pas un titre",
        "1. pas une liste\n2) ni ça\n- ni ça\n+ ni ça\n* ni ça",
        "Titre ?\n===\nAutre\n---",
        "a | b\n--|--\n1 | 2",
        "*gras* **très** _souligné_ ~~barré~~ `code` ``x`` \\* \\",
        "[lien](javascript:alert(1)) ![image](x) [^1] [x]: http://y",
        "<script>alert(1)</script> &lt; &amp; &#60; &copy; AT&T",
        "    quatre espaces\n\ttabulation  \nfin  ",
        "> citation\n>> deux",
        "```\nfence\n```\n~~~",
        "http://a_b_c.d/~x <mailto:a@b.c> a__b__c snake_case_name",
        "$x$ :emoji: {#id} !",
        "\u{a0}insécable\u{202f}: « x »\u{a0}",
        "2023. 22. a",
        "---",
        "***",
        "[ ] tâche [x] faite",
        "|",
        "a\u{2028}b\u{85}c",
        "fin!\n[x]",
        "> [!warning] pas un encadré",
    ] {
        let sheet = Sheet::text(hostile);
        check(&sheet);
    }
    check(&Sheet::markdown(
        "> [!warning] pas un encadré\n> suite\n\n---\n\n- un\n\n1. deux",
    ));
}

#[test]
fn emphasis_within_emphasis_of_its_kind_comes_out_with_its_words() {
    for nested in [
        "un<b>deux**trois** quatre",
        "un<em>deux*trois* quatre",
        "un<s>deux~~trois~~ quatre",
        "un <b>deux *trois* quatre</b> et *cinq **six** sept*",
    ] {
        check(&Sheet::markdown(nested));
    }
}

#[test]
fn a_mark_in_several_places_has_one_note() {
    let mut sheet = Sheet::text("Il détient 49%. Oui, 49%.\n\nEt encore 49% ici.");
    sheet.mark(
        "49%",
        Kind::claim(Status::Wrong),
        "Une *seule* note.",
        "51 %",
        &["part"],
    );
    let labels = Labels::in_language("fr");
    let html = html_out::export(&sheet.checked(), &labels);
    assert_eq!(html.matches("id=\"mark-1\"").count(), 1);
    assert_eq!(html.matches("href=\"#mark-1\"").count(), 3);
    assert!(html.contains("à 3\u{a0}endroits"));
    let markdown = markdown_out::export(&sheet.checked(), &labels);
    assert_eq!(markdown.matches("[^1]").count(), 4);
    check(&sheet);
}

#[test]
fn pictures_are_in_the_html_with_their_words_and_their_number_is_in_the_markdown() {
    let bytes = include_bytes!("../../../../tests/fixtures/office/pandoc.docx");
    let imported = read(&Incoming {
        bytes,
        ..Incoming::default()
    });
    let mut sheet = Sheet::of(imported.unwrap());
    let labels = Labels::in_language("fr");
    check(&sheet);
    let html = html_out::export(&sheet.checked(), &labels);
    no_active_markup(&html);
    assert!(html.contains("img-src data:;"));
    let document = Document::from(&*html);
    let picture = document.select("article figure > img");
    let attribute = |name: &str| picture.attr(name).unwrap().to_string();
    assert_eq!(attribute("alt"), "Le pont vu de l’est");
    assert_eq!((&*attribute("width"), &*attribute("height")), ("24", "16"));
    let written = attribute("src");
    let written = BASE64.decode(written.strip_prefix("data:image/png;base64,").unwrap());
    assert_eq!(written.unwrap(), *sheet.pictures.first_key_value().unwrap().1.as_ref());
    let markdown = markdown_out::export(&sheet.checked(), &labels);
    assert!(markdown.contains("![Le pont vu de l’est]()"));
    assert!(markdown.contains(" · 1 image n’est pas dans ce fichier"));

    // One that is not there is told by its words.
    sheet.pictures.clear();
    check(&sheet);
    let html = html_out::export(&sheet.checked(), &labels);
    assert!(!html.contains("<img") && html.contains("Le pont vu de l’est"));
    assert!(!markdown_out::export(&sheet.checked(), &labels).contains("dans ce fichier"));
}

#[test]
fn every_kind_of_mark_is_told_by_sign_and_word() {
    let mut sheet = Sheet::text("un deux trois quatre cinq six sept huit neuf dix onze");
    for (word, status) in ["un", "deux", "trois", "quatre", "cinq", "six", "sept"]
        .iter()
        .zip(Status::ALL)
    {
        sheet.mark(&format!("{word} "), Kind::claim(status), "", "", &[]);
    }
    sheet.mark("huit", Kind::Note, "", "", &[]);
    sheet.mark("neuf", Kind::Highlight { colour: Colour::Green }, "", "", &[]);
    let recheck = Kind::Claim {
        status: Status::Confirmed,
        recheck: true,
    };
    sheet.mark("dix", recheck, "", "", &[]);
    for language in ["fr", "en"] {
        let labels = Labels::in_language(language);
        let html = html_out::export(&sheet.checked(), &labels);
        let markdown = markdown_out::export(&sheet.checked(), &labels);
        for status in Status::ALL {
            assert!(html.contains(&labels.statuses[&status]) && html.contains(status.sign()));
            assert!(markdown.contains(&format!("**{}**", labels.statuses[&status])));
        }
        assert!(html.contains("Citations &lt;à relire&gt;") && !html.contains("<à"));
        assert!(html.contains(&labels.recheck) && markdown.contains(&labels.recheck));
    }
}

#[test]
fn what_a_person_writes_is_hostile_too() {
    let mut sheet = Sheet::text("Bonjour le monde.");
    let hostile = "<script>alert(1)</script> <img src=x onerror=alert(1)> [x](javascript:alert(1)) <https://ok.example>\n\n<iframe src=x></iframe>\n\n[^1]: vol\n\n# Titre\n\n* * *";
    sheet.mark(
        "monde",
        Kind::Note,
        hostile,
        "\"><script>alert(2)</script>",
        &["<b>", "\" onclick=x"],
    );
    sheet.article.title = "</title><script>alert(3)</script>".to_owned();
    sheet.article.url = Some("https://ok.example/\"onclick=\"x".to_owned());
    sheet.article.language = Some("fr\" onload=\"x".to_owned());
    let labels = Labels::in_language("en");
    no_active_markup(&html_out::export(&sheet.checked(), &labels));
    for markdown in [
        markdown_out::export(&sheet.checked(), &labels),
        obsidian_out::export(&sheet.checked(), &labels),
    ] {
        for (event, _) in Parser::new_ext(&markdown, Options::all()).into_offset_iter() {
            assert!(!matches!(event, Event::Html(_)), "{event:?}");
            if let Event::Start(Tag::Link { dest_url, .. }) = event {
                assert!(dest_url.starts_with("https://"), "{dest_url}");
            }
        }
    }
}

/// Where marks may begin and end, and pieces of markup and of text that are put together at random.
pub(crate) fn pieces() -> impl Strategy<Value = Vec<&'static str>> {
    let pieces = prop::sample::select(vec![
        "mot",
        "été",
        " ",
        "  ",
        "\n",
        "\n\n",
        "*",
        "**",
        "_",
        "~",
        "`",
        "[",
        "]",
        "(",
        ")",
        "<",
        ">",
        "&amp;",
        "&",
        "#",
        "# ",
        "- ",
        "1. ",
        "| ",
        "\\",
        "!",
        "[^1]",
        "👩‍👩‍👧",
        "e\u{301}",
        "\u{a0}",
        "\t",
        "    ",
        "=",
        "---",
        "<b>",
        "</b>",
        "<br>",
        "http://a.b ",
        "\u{ad}",
        "क्षि",
        "العربية",
        ".",
        "12",
        "**gras** ",
        "*ital* ",
        "[lien](http://a.b) ",
        "`code` ",
        "\n> ",
        "\n- a\n",
        "\n| a | b |\n|---|---|\n| c | d |\n",
        "<sup>2</sup>",
        "~~non~~",
    ]);
    prop::collection::vec(pieces, 1..40)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]
    #[test]
    fn the_words_of_any_article_come_out_exactly(pieces in pieces(), is_text in any::<bool>(), ranges in prop::collection::vec((0u32..100, 1u32..40), 0..6)) {
        let source = format!("mot {}", pieces.concat());
        let mut sheet = if is_text { Sheet::text(&source) } else { Sheet::markdown(&source) };
        for (start, length) in ranges {
            if let Ok(range) = sheet.body.text.selection(start, start + length) {
                sheet.mark_ranges(&[range], Kind::claim(Status::Wrong), "note", "", &[]);
            }
        }
        check(&sheet);
    }
}

#[test]
fn the_mark_elements_hold_exactly_the_marked_words() {
    let mut sheet =
        Sheet::markdown("Un [lien *penché* ici](http://a.b) et **du gras** ensuite.\n\n- liste une\n- liste deux");
    let text = &sheet.body.text;
    let ranges: Vec<TextRange> = [(3, 12), (8, 30), (0, text.len()), (20, 40)]
        .iter()
        .filter_map(|&(s, e)| text.selection(s, e).ok())
        .collect();
    for range in &ranges {
        sheet.mark_ranges(&[*range], Kind::claim(Status::Query), "", "", &[]);
    }
    let html = html_out::export(&sheet.checked(), &Labels::in_language("en"));
    let document = Document::from(html.as_str());
    let marked = |node: &NodeRef<'_>| node.ancestors_it(None).filter(|node| node.has_name("mark")).count();
    document.select("sup.number").remove();
    let article = document.select("article");
    let mut depths: Vec<usize> = Vec::new();
    for node in article.nodes()[0].descendants() {
        if node.is_text() {
            let depth = marked(&node);
            depths.extend(node.text().chars().map(|_| depth));
        }
    }
    let expected: Vec<usize> = leaves(&sheet.body.blocks)
        .iter()
        .flat_map(|leaf| leaf.start..leaf.end)
        .map(|at| {
            ranges
                .iter()
                .filter(|range| (range.start()..range.end()).contains(&at))
                .count()
        })
        .collect();
    assert_eq!(depths, expected);
    check(&sheet);
}

#[test]
fn a_mark_whose_words_are_gone_is_still_handed_on_and_one_to_check_again_is_not_counted_as_checked() {
    let mut sheet = Sheet::text("La ville a voté. Le maire est parti.");
    let recheck = |status| Kind::Claim { status, recheck: true };
    sheet.mark("Le maire", recheck(Status::Confirmed), "", "", &[]);
    sheet.mark(
        "a voté",
        Kind::claim(Status::Wrong),
        "D’après *le conseil*",
        "",
        &["vote"],
    );
    sheet.lose_last(None);
    let labels = Labels::in_language("fr");
    let html = html_out::export(&sheet.checked(), &labels);
    let list = Document::from(html.as_str())
        .select("section.unplaced")
        .text()
        .to_string();
    for words in [
        "Marques sans place dans cette version",
        "a voté",
        "D’après le conseil",
        "#vote",
    ] {
        assert!(list.contains(words), "{words}: {list}");
    }
    assert!(html.contains("1 sur 2 faits vérifiés"), "{html}");
    let markdown = markdown_out::export(&sheet.checked(), &labels);
    assert!(
        markdown.contains("\n**Marques sans place dans cette version**\n\n- ✗ **Faux**"),
        "{markdown}"
    );
}

#[test]
fn the_report_stands_before_the_article_and_can_be_left_out() {
    let mut sheet = Sheet::sample("fr");
    let labels = Labels::in_language("fr");
    let page = html_out::export(&sheet.checked(), &labels);
    no_active_markup(&page);
    let document = Document::from(&*page);
    assert_eq!(document.select(".report").length(), 2);
    assert_eq!(document.select(".claims tbody tr").length(), 11);
    assert_eq!(document.select(".ribbon .tick").length(), 11);
    let list = |index: usize| document.select("ol.must").nodes()[index].text().to_string();
    assert!(list(0).contains("jusqu’à 49 % des bénéfices") && list(0).contains("Confirmé, à revérifier"));
    assert!(list(1).contains("Deux chiffres, une seule source ?"));
    let state = "ouvert : 5 points à corriger, 1 question à l’auteur, 1 fait à vérifier";
    assert!(page.replace('\u{a0}', " ").contains(state));
    assert!(page.find("class=\"report\"").unwrap() < page.find("<article").unwrap());

    sheet.wanted.report = false;
    check(&sheet);
    let page = html_out::export(&sheet.checked(), &labels);
    no_active_markup(&page);
    let document = Document::from(&*page);
    assert!(!document.select(".report, .must, .ribbon, .claims").exists());
    assert!(document.select("p.about strong").text().contains("faits vérifiés"));
    assert_eq!(document.select("h1").length(), 1);
}

#[test]
fn without_claims_the_report_tells_the_marks_by_tag_and_in_order() {
    let mut sheet = Sheet::text("Un début, un milieu et une fin.");
    let yellow = Kind::Highlight { colour: Colour::Yellow };
    sheet.mark("début", Kind::Note, "Ici.", "", &["plan", "style"]);
    sheet.mark("milieu", yellow, "", "", &["plan"]);
    sheet.mark("fin", Kind::Note, "", "", &[]);
    check(&sheet);
    let page = html_out::export(&sheet.checked(), &Labels::in_language("fr"));
    no_active_markup(&page);
    let document = Document::from(&*page);
    let texts = |selector: &str| -> Vec<String> {
        let found = document.select(selector);
        found.iter().map(|one| one.text().to_string()).collect()
    };
    assert_eq!(texts("dt"), ["#plan 2", "#style 1", "Sans étiquette 1"]);
    assert_eq!(texts(".tagged div:first-child li"), ["1 ✎ début", "2 ■ milieu"]);
    assert_eq!(texts(".claims tbody .quoted"), ["début", "milieu", "fin"]);
    assert_eq!(texts(".counts b"), ["3", "2", "1"]);
    assert!(!document.select(".state, .status, .must").exists());
    for status in ["Confirmé", "Statut", "vérifi"] {
        assert!(!document.select("body").text().contains(status), "{status}");
    }
    // An article without any mark has nothing to report.
    sheet.marks.clear();
    let page = html_out::export(&sheet.checked(), &Labels::in_language("fr"));
    assert!(!Document::from(&*page).select(".report, .filter").exists());
}

#[test]
fn every_look_can_be_seen_alone_by_a_box_with_a_name() {
    let sheet = Sheet::sample("en");
    let page = html_out::export(&sheet.checked(), &Labels::in_language("en"));
    let document = Document::from(&*page);
    let style = document.select("style").text().to_string();
    let boxes = document.select("fieldset.filter label > input[type=checkbox]");
    assert_eq!(boxes.length(), 9);
    for one in boxes.iter() {
        let id = one.attr("id").unwrap().to_string();
        let class = id.strip_prefix("only-").unwrap();
        assert!(document.select(&format!("mark.{class}")).exists(), "{class}");
        assert!(style.contains(&format!("not(:has(#{id}:checked))")), "{class}");
        assert!(one.parent().text().trim().len() > 4, "{class}");
    }
}

#[test]
fn a_note_for_obsidian_says_in_its_properties_what_it_is_and_how_far_the_check_has_come() {
    let mut sheet = Sheet::sample("fr");
    sheet.article.title = "Un titre : « avec \"tout\" » # --- \u{2028}\n...".to_owned();
    sheet.article.byline = Some("Ana: Élan".to_owned());
    sheet.article.url = Some("https://ok.example/?a=b&c=\"d".to_owned());
    sheet.marks[0].tags = ["date du jour".to_owned(), "2023".to_owned(), "#".to_owned()].into();
    check(&sheet);
    let note = obsidian_out::export(&sheet.checked(), &Labels::in_language("fr"));
    let properties = note.split("\n---\n").next().unwrap();
    for line in [
        r##"title: "Un titre : « avec \"tout\" » # --- \u2028\n...""##,
        "author: \"Ana: Élan\"",
        "date: 2023-11-01",
        r#"source: "https://ok.example/?a=b&c=\"d""#,
        "claims: 11",
        "wrong: 3",
        "query: 1",
        "tags:\n  - \"chiffres\"",
        "  - \"date-du-jour\"",
    ] {
        assert!(properties.contains(line), "{line}: {properties}");
    }
    assert!(!properties.contains("2023\"") && !properties.contains("\"\""));
    let back = read(&Incoming {
        bytes: note.as_bytes(),
        ..Incoming::default()
    })
    .unwrap();
    assert_eq!(back.byline.as_deref(), Some("Ana: Élan"));
    // Every mark has its callout beneath the block in which it first ends.
    for kind in [
        "success", "warning", "failure", "question", "info", "todo", "quote", "note", "tip", "abstract",
    ] {
        assert!(note.contains(&format!("\n> [!{kind}] ")), "{kind}");
    }
    let (block, callout) = (
        note.find("Los Angeles<sup").unwrap(),
        note.find("> [!failure] 9 ·").unwrap(),
    );
    assert!(block < callout && note[block..callout].matches("\n\n").count() == 1);
}
