//! The first page of a copy, looked at before the file is written.

use obelus_core::id::ArticleId;
use obelus_formats::labels::Labels;
use obelus_formats::{ExportFormat, FirstPage, Wanted, file_name, pictures_of_first};

use crate::copying::{checked, not_made};
use crate::desk::Desk;
use crate::wire::Failure;

/// Makes what is seen of a copy in a child, while the caller waits.
pub(crate) fn first_page(
    desk: &Desk,
    ticket: u32,
    article: ArticleId,
    format: ExportFormat,
    wanted: &Wanted,
    labels: &Labels,
    scale: f32,
) -> Result<FirstPage, Failure> {
    let stopped = desk.drawing.stopped(ticket);
    let make = || {
        // Whoever types asks for the next one soon.
        if stopped() {
            return Err(Failure::Stopped);
        }
        let (mut gathered, original) = desk.library(|library| {
            let gathered = library.gathered_without_pictures(article)?;
            let mut gathered = gathered.ok_or(Failure::Gone)?;
            for id in pictures_of_first(format, &gathered.body) {
                let bytes = library.picture(&id)?;
                gathered.pictures.extend(bytes.map(|bytes| (id, bytes.into())));
            }
            // A Word copy keeps the look of its own file, which is not drawn here.
            let original = match format {
                ExportFormat::PdfOriginal => library.original_if(gathered.revision.id, |its| format.keeps(its))?,
                _ => None,
            };
            Ok::<_, Failure>((gathered, original))
        })?;
        gathered.marks = wanted.of(gathered.marks);
        let mut checked = checked(&gathered, &[], wanted);
        checked.original = original.as_deref();
        let name = format!("{}.{}", file_name(&gathered.article.title), format.ending());
        let made = desk
            .intake(&name)?
            .first_page(format, &checked, labels, scale, &stopped);
        made.map_err(|error| not_made(name, &error))
    };
    let made = make();
    desk.drawing.end(ticket);
    made
}

#[cfg(test)]
mod tests {
    use obelus_core::mark::{Kind, Status};

    use super::*;
    use crate::test_desk::TestDesk;

    fn seen(wanted: &Wanted, format: ExportFormat, language: &str) -> FirstPage {
        let desk = TestDesk::new();
        let article = desk.article("Trois mots ici.\n\nEt quatre mots là.");
        desk.mark(article, "quatre mots", Kind::claim(Status::Wrong));
        let labels = Labels::in_language(language);
        first_page(&desk.desk, 1, article, format, wanted, &labels, 1.0).unwrap()
    }

    fn words(page: FirstPage) -> String {
        match page {
            FirstPage::Lines { lines, .. } => lines.join("\n"),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn what_is_chosen_is_seen() {
        let all = Wanted::default();
        let markdown = |wanted: &Wanted, language| words(seen(wanted, ExportFormat::Markdown, language));
        assert!(markdown(&all, "fr").contains("Faux"));
        assert!(markdown(&all, "en").contains("Wrong"));
        let none = Wanted { claims: false, ..all };
        assert!(!markdown(&none, "fr").contains("Faux"));
    }

    #[test]
    fn one_that_is_no_longer_wanted_is_not_made() {
        let desk = TestDesk::new();
        let article = desk.article("Trois mots ici.");
        let look = || {
            let labels = Labels::in_language("fr");
            first_page(
                &desk.desk,
                7,
                article,
                ExportFormat::Pdf,
                &Wanted::default(),
                &labels,
                1.0,
            )
        };
        desk.desk.drawing.begin(7);
        desk.desk.drawing.stop(7);
        assert_eq!(look(), Err(Failure::Stopped));
        assert!(
            matches!(look(), Ok(FirstPage::Picture { .. })),
            "the next one is wanted"
        );
    }

    #[test]
    fn an_article_that_came_from_no_pdf_says_so_where_its_page_would_be() {
        let desk = TestDesk::new();
        let article = desk.article("Trois mots ici.");
        let labels = Labels::in_language("fr");
        let page = first_page(
            &desk.desk,
            1,
            article,
            ExportFormat::PdfOriginal,
            &Wanted::default(),
            &labels,
            1.0,
        );
        assert!(matches!(page, Err(Failure::OriginalRefuses { .. })), "{page:?}");
    }
}
