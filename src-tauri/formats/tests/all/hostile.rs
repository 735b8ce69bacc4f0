//! Reads hostile articles. Nothing of them may be run, loaded or followed: not in the model, not in an export.

use std::time::{Duration, Instant};

use crate::support::{Sheet, no_active_markup};
use obelus_core::article::Format;
use obelus_core::body::Body;
use obelus_formats::labels::Labels;
use obelus_formats::{Imported, Incoming, ReadError, html_out, markdown_out, note_body, read, read_pasted};
use proptest::prelude::*;

fn import(source: &str, format: Format) -> Result<Imported, ReadError> {
    read(&Incoming {
        bytes: source.as_bytes(),
        format: Some(format),
        ..Incoming::default()
    })
}

/// The model holds words and safe addresses, and its exports nothing that acts.
fn check(imported: Imported) {
    imported.body.check().unwrap();
    let json = serde_json::to_value(&imported.body).unwrap();
    addresses(&json);
    let again: Body = serde_json::from_value(json).unwrap();
    assert_eq!(again, imported.body);
    let sheet = Sheet::of(imported);
    no_active_markup(&html_out::export(&sheet.checked(), &Labels::in_language("en")));
    let markdown = markdown_out::export(&sheet.checked(), &Labels::in_language("en"));
    for event in pulldown_cmark::Parser::new(&markdown) {
        assert!(!matches!(event, pulldown_cmark::Event::Html(_)), "{event:?}");
    }
}

/// Every address in the model is one that a person may follow, and every key is one of the model's.
fn addresses(value: &serde_json::Value) {
    const KEYS: &[&str] = &[
        "text", "blocks", "asides", "before", "lines", "is", "level", "leaf", "start", "end", "spans", "style", "href",
        "reading", "label", "image", "alt", "language", "first", "items", "checked", "rows", "cells", "heading",
        "align", "columns", "caption",
    ];
    match value {
        serde_json::Value::Object(fields) => {
            for (key, value) in fields {
                assert!(KEYS.contains(&key.as_str()), "a field {key}");
                if key == "href" {
                    let href = value.as_str().unwrap().to_lowercase();
                    assert!(
                        ["http://", "https://", "mailto:"]
                            .iter()
                            .any(|scheme| href.starts_with(scheme)),
                        "{href}"
                    );
                }
                addresses(value);
            }
        }
        serde_json::Value::Array(values) => values.iter().for_each(addresses),
        _ => {}
    }
}

const HOSTILE: &[&str] = &[
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//x.example/a.js></SCRIPT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<img src=x onerror=alert(1)>",
    "<img src=`javascript:alert(1)` alt='\" onerror=\"alert(1)'>",
    "<image href=x onerror=alert(1)>",
    "<body onload=alert(1)>",
    "<a href='javascript:alert(1)'>lien</a>",
    "<a href='java&#10;script:alert(1)'>lien</a>",
    "<a href=' &#14; javascript:alert(1)'>lien</a>",
    "<a href='JaVaScRiPt&colon;alert(1)'>lien</a>",
    "<a href='data:text/html;base64,PHNjcmlwdD4='>lien</a>",
    "<a href='vbscript:x'>lien</a>",
    "<a href='file:///etc/passwd'>lien</a>",
    "<a href='//evil.example'>lien</a>",
    "<a href='http://a.b/\"onclick=\"alert(1)'>lien</a>",
    "<a href='http://a.b/' target=_blank ping=http://x.example onclick=alert(1)>lien</a>",
    "<svg onload=alert(1)><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
    "<svg><script>alert(1)</script><foreignObject><iframe src=x></iframe></foreignObject></svg>",
    "<math><mi xlink:href='javascript:alert(1)'>x</mi><annotation-xml encoding='text/html'><script>alert(1)</script></annotation-xml></math>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<svg></p><style><a id='</style><img src=1 onerror=alert(1)>'>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<template><script>alert(1)</script><img src=x onerror=alert(1)></template>",
    "<select><template><img src=x onerror=alert(1)></template></select>",
    "<iframe src='javascript:alert(1)' srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data='data:text/html,<script>alert(1)</script>'></object><embed src=x>",
    "<meta http-equiv=refresh content='0;url=http://evil.example'>",
    "<link rel=stylesheet href=http://evil.example/a.css><link rel=import href=x>",
    "<style>@import 'http://evil.example'; body{background:url(http://evil.example)}</style>",
    "<p style='background:url(http://evil.example);position:fixed'>mot</p>",
    "<base href='http://evil.example/'><a href='/x'>lien</a>",
    "<form action=http://evil.example><input name=x autofocus onfocus=alert(1)><button formaction='javascript:alert(1)'>ok</button></form>",
    "<video src=x onerror=alert(1) poster=http://evil.example></video><audio src=x></audio>",
    "<input type=image src=http://evil.example><isindex action=javascript:alert(1)>",
    "<marquee onstart=alert(1)>mot</marquee><details open ontoggle=alert(1)>mot</details>",
    "<table background=http://evil.example><tr><td background=javascript:alert(1)>mot</td></tr></table>",
    "<div id=a class='x\" onclick=\"alert(1)'>mot</div>",
    "<!--><script>alert(1)</script>--><![CDATA[<script>alert(1)</script>]]><?xml-stylesheet href='x'?>",
    "<xmp><script>alert(1)</script></xmp><listing><img src=x onerror=alert(1)></listing>",
    "<ruby>字<rt><script>alert(1)</script>\" onclick=x</rt></ruby>",
    "<pre class='language-\"><script>alert(1)</script>'>code</pre>",
    "<ol start='\"><script>'><li>mot</ol><td colspan=99999999 rowspan=-1>mot</td>",
    "<a id=n1 href='#f1\"><script>'><sup>1</sup></a><li id='f1\"><script>'>note <a href='#n1'>↩</a></li>",
    "<frameset onload=alert(1)><frame src=javascript:alert(1)></frameset>",
    "<plaintext><script>alert(1)</script>",
    "\u{202e}<b>\u{feff}mot\u{0}\u{7}</b>",
    "&#0;&#1;&#128;&#xD800;&#x110000;&lt;script&gt;alert(1)&lt;/script&gt;",
];

#[test]
fn nothing_hostile_comes_through_html_or_markdown() {
    for hostile in HOSTILE {
        let page = format!("<p>Un mot avant.</p>{hostile}<p>Un mot après.</p>");
        for source in [
            page.clone(),
            format!("<!doctype html><html><body>{page}{page}</body></html>"),
        ] {
            match import(&source, Format::Html) {
                Ok(imported) => check(imported),
                Err(error) => assert_eq!(error, ReadError::Empty, "{hostile}"),
            }
        }
        let (pasted, _) = read_pasted(Some(&page), "texte").unwrap();
        check(pasted);
        for source in [
            format!("Un mot.\n\n{hostile}\n\nFin {hostile} fin."),
            format!("- {hostile}\n\n> {hostile}"),
        ] {
            match import(&source, Format::Markdown) {
                Ok(imported) => check(imported),
                Err(error) => assert_eq!(error, ReadError::Empty, "{hostile}"),
            }
        }
        let note = note_body(&format!("note {hostile}"));
        note.check().unwrap();
        addresses(&serde_json::to_value(&note).unwrap());
    }
}

#[test]
fn hostile_markdown_is_harmless() {
    for hostile in [
        "[x](javascript:alert(1)) [y](JAVASCRIPT&#58;alert(1)) <javascript:alert(1)> [z](data:text/html,x)",
        "mot ![\" onerror=\"alert(1)](x) ![a](javascript:x)",
        "[r]: javascript:alert(1)\n\nmot [r] [^1]\n\n[^1]: [x](vbscript:x)",
        "mot <b onclick=alert(1)>x</b> <a href=\"javascript:x\">y</a> <a href=\"https://ok.example\" onclick=x>z</a>",
        "```\"><script>alert(1)</script>\ncode\n```",
        "---\ntitle: \"<script>alert(1)</script>\"\nurl: javascript:alert(1)\nauthor: '\"><img src=x onerror=x>'\nlang: '\"onload=x'\n---\nmot",
        "\")\n- [ ] \\\r\n\t==",
        "mot <b>x *y</b> z* <script>alert(1)</script> w",
    ] {
        check(import(hostile, Format::Markdown).unwrap());
    }
}

#[test]
fn a_file_that_would_take_for_ever_is_refused_at_once() {
    let nested = |open: &str, count: usize| format!("<p>mot</p>{}", open.repeat(count));
    let soon = |source: &str, format: Format| {
        let begun = Instant::now();
        let imported = import(source, format);
        let (taken, start) = (begun.elapsed(), source.chars().take(30).collect::<String>());
        assert!(taken < Duration::from_secs(20), "{start} took {taken:?}");
        imported
    };
    for source in [
        nested("<div>", 100_000),
        nested("<table><tr><td>", 30_000),
        nested("<ul><li>", 30_000),
        nested("<svg><g>", 30_000),
        format!("<p {}>mot</p>", "a=1 ".repeat(1_000_000)),
        nested("<i class=x>", 60_000),
    ] {
        assert_eq!(soon(&source, Format::Html), Err(ReadError::TooComplex));
    }
    for open in [
        "<b><p>",
        "<font><p>",
        "<a href=x><p>",
        "</p>",
        "<blockquote>x</blockquote>",
    ] {
        match soon(&nested(open, 5_000), Format::Html) {
            Ok(imported) => check(imported),
            Err(error) => assert_eq!(error, ReadError::TooComplex, "{open}"),
        }
    }
    for source in [
        "> ".repeat(20_000) + "mot",
        "- ".repeat(10_000) + "mot",
        "[".repeat(50_000),
        "*a_".repeat(30_000),
        "`".repeat(99_999),
    ] {
        let _ = soon(&source, Format::Markdown);
    }
}

#[test]
fn an_article_that_is_too_large_is_refused_with_the_limit() {
    let large = vec![b'a'; 20 * 1024 * 1024 + 1];
    let error = read(&Incoming {
        bytes: &large,
        ..Incoming::default()
    });
    let (bytes, limit) = (20 * 1024 * 1024 + 1, 20 * 1024 * 1024);
    assert_eq!(error, Err(ReadError::TooLarge { bytes, limit }));
}

#[test]
fn an_article_without_a_word_is_empty() {
    for (source, format) in [
        ("", Format::Text),
        (" \n\t\n", Format::Text),
        ("---\ntitle:\n---\n", Format::Markdown),
        ("<!-- rien -->", Format::Html),
        ("<script>alert(1)</script>", Format::Html),
        ("<p>&nbsp;</p>", Format::Html),
    ] {
        assert_eq!(import(source, format), Err(ReadError::Empty), "{source}");
    }
    assert_eq!(read_pasted(None, "").map(|_| ()), Err(ReadError::Empty));
    assert_eq!(read_pasted(Some("<p></p>"), "mot").unwrap().0.format, Format::Text);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]
    #[test]
    fn reading_never_panics_on_any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        for format in [None, Some(Format::Text), Some(Format::Markdown), Some(Format::Html)] {
            if let Ok(imported) = read(&Incoming { bytes: &bytes, format, ..Incoming::default() }) {
                prop_assert!(imported.body.check().is_ok());
            }
        }
    }

    #[test]
    fn any_markup_is_read_into_a_body_that_keeps_the_rules(
        pieces in prop::collection::vec(prop::sample::select(vec![
            "mot ", "<p>", "</p>", "<b>", "</b>", "<i>", "<a href=http://a.b>", "</a>", "<ul>", "<li>", "</ul>", "<table>", "<tr>", "<td>", "</table>",
            "<pre>", "</pre>", "\n", "  ", "<br>", "<h2>", "</h2>", "<blockquote>", "</blockquote>", "<figure>", "<img alt=x>", "<figcaption>",
            "</figure>", "<ruby>", "<rt>", "</ruby>", "<div>", "</div>", "<sup>", "<svg>", "<math>", "<hr>", "&nbsp;", "👩‍👩‍👧", "# ", "- ", "> ", "*", "**",
            "[^1]", "\n\n[^1]: ", "|a|b|\n|-|-|\n|c|", "```", "<th colspan=3>", "<p style='mso-list:l0 level1'>", "<ol start=4>", "<input type=checkbox>",
            "<s>", "<code>", "</code>", "\t", "\r\n", "\u{0}", "<caption>", "<dl><dt>", "<template>", "<script>", "</script>", "<nav>", "Newsletter\n\n",
            "Publicité\n\n", "<h1>", "</h1>", "Il a dit que non, et il l’a répété deux fois devant tout le monde ce matin-là.\n\n",
        ]), 0..60),
        format in prop::sample::select(vec![Format::Text, Format::Markdown, Format::Html]),
    ) {
        let source = pieces.concat();
        if let Ok(imported) = import(&source, format) {
            prop_assert!(imported.body.check().is_ok());
            let mut back = imported.body.clone();
            while !back.asides.is_empty() {
                back = back.bring_back(0).unwrap().0;
                prop_assert!(back.check().is_ok());
            }
        }
        if let Ok((imported, _)) = read_pasted(Some(&source), "x") {
            prop_assert!(imported.body.check().is_ok());
        }
        prop_assert!(note_body(&source).check().is_ok());
    }
}
