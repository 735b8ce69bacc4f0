//! Exports checked articles and holds them against what must not change: the article's words.

mod support;

use obelus_formats::labels::Labels;
use obelus_formats::{html_out, markdown_out, sample};
use support::Sheet;

#[test]
fn a_checked_sample_looks_as_it_did() {
    for language in ["fr", "en"] {
        let sheet = Sheet::sample(language);
        let labels = Labels::in_language(language);
        let html = html_out::export(&sheet.checked(), &labels);
        let markdown = markdown_out::export(&sheet.checked(), &labels);
        if let Some(folder) = std::env::var_os("WRITE_EXPORTS") {
            let folder = std::path::Path::new(&folder);
            std::fs::write(folder.join(format!("{language}.html")), &html).unwrap();
            std::fs::write(folder.join(format!("{language}.md")), &markdown).unwrap();
        }
        insta::assert_snapshot!(format!("sample.{language}.html"), html);
        insta::assert_snapshot!(format!("sample.{language}.md"), markdown);
        assert!(sample(language).contains("49% "));
    }
}
