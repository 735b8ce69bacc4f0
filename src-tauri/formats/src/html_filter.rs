//! Lets a reader of the HTML copy see the marks of some looks only, by the style sheet alone: there is no script.
//!
//! The boxes are the legend as well. Paper shows every mark, and so does a browser that cannot look into its boxes.

use std::fmt::Write;

use crate::html_blocks::escape;
use crate::labels::Labels;

/// Name in style sheets, sign and word of each look in the copy.
type Looks = [(&'static str, &'static str, String)];

/// A box for each look; with none ticked all marks are seen.
pub(crate) fn controls(page: &mut String, labels: &Labels, looks: &Looks) {
    if looks.is_empty() {
        return;
    }
    let _ = write!(
        page,
        "<fieldset class=\"filter\">\n<legend><span class=\"shown\">{}</span><span class=\"means\">{}</span></legend>\n",
        escape(&labels.report.show_only),
        escape(&labels.legend),
    );
    for (class, sign, word) in looks {
        let _ = writeln!(
            page,
            "<label class=\"{class}\"><input type=\"checkbox\" id=\"only-{class}\" autocomplete=\"off\"> \
             <span class=\"look\"><i aria-hidden=\"true\">{sign}</i> {}</span></label>",
            escape(word)
        );
    }
    page.push_str("</fieldset>\n");
}

/// What a look is hidden by: another one is ticked, and this one is not.
pub(crate) fn style(page: &mut String, looks: &Looks) {
    page.push_str("@media screen {\n");
    for (class, ..) in looks {
        let off = format!("body:has(.filter :checked):not(:has(#only-{class}:checked))");
        let _ = writeln!(
            page,
            "{off} :is(.number, .card, .claims tr).{class} {{ display: none; }}\n\
             {off} .tick.{class} {{ opacity: .15; }}\n\
             {off} mark.{class} {{ background: none; box-shadow: none; text-decoration: none; }}\n\
             {off} mark.{class}::before {{ content: none; }}"
        );
    }
    page.push_str("}\n");
}
