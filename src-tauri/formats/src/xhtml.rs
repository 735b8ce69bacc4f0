//! Makes XHTML fit to be read as HTML: an element that closes itself is closed, and one that cannot hold anything is
//! not closed twice.
//!
//! To a reader of HTML `<title/>` is a title that never ends, and `<b/>` makes the rest of a chapter bold.

/// Elements of HTML that never hold anything.
const VOID: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
];

pub(crate) fn as_html(xhtml: &str) -> String {
    let mut html = String::with_capacity(xhtml.len() + xhtml.len() / 16);
    let mut rest = xhtml;
    while let Some(at) = rest.find('<') {
        html.push_str(&rest[..at]);
        rest = &rest[at..];
        let until = |end: &str| rest.find(end).map_or(rest.len(), |at| at + end.len());
        if rest.starts_with("<!--") {
            let end = until("-->");
            html.push_str(&rest[..end]);
            rest = &rest[end..];
        } else if let Some(words) = rest.strip_prefix("<![CDATA[") {
            let end = words.find("]]>").unwrap_or(words.len());
            html.push_str(&words[..end].replace('&', "&amp;").replace('<', "&lt;"));
            rest = words.get(end + 3..).unwrap_or_default();
        } else if rest.starts_with("<?") {
            rest = &rest[until("?>")..];
        } else {
            let end = tag_end(rest);
            tag(&rest[..end], &mut html);
            rest = &rest[end..];
        }
    }
    html.push_str(rest);
    html
}

/// Where the tag ends that begins here; a `>` in a value does not end it.
fn tag_end(tag: &str) -> usize {
    let mut quote = None;
    for (at, b) in tag.bytes().enumerate() {
        match (quote, b) {
            (Some(open), _) if open == b => quote = None,
            (Some(_), _) => {}
            (None, b'"' | b'\'') => quote = Some(b),
            (None, b'>') => return at + 1,
            _ => {}
        }
    }
    tag.len()
}

fn tag(tag: &str, html: &mut String) {
    let closes = tag.starts_with("</");
    let name = tag.trim_start_matches(['<', '/']);
    let name = &name[..name
        .find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, ':' | '-' | '_'))
        .unwrap_or(name.len())];
    // The prefix of a namespace is HTML's own here.
    let plain = name
        .strip_prefix("html:")
        .or_else(|| name.strip_prefix("xhtml:"))
        .unwrap_or(name);
    let is_void = VOID.iter().any(|void| plain.eq_ignore_ascii_case(void));
    if closes {
        if !is_void {
            html.push_str("</");
            html.push_str(plain);
            html.push('>');
        }
        return;
    }
    match tag.strip_suffix("/>") {
        Some(open) if !name.is_empty() => {
            html.push('<');
            html.push_str(plain);
            html.push_str(&open[1 + name.len()..]);
            html.push('>');
            if !is_void {
                html.push_str("</");
                html.push_str(plain);
                html.push('>');
            }
        }
        _ if plain.len() < name.len() => {
            html.push('<');
            html.push_str(plain);
            html.push_str(&tag[1 + name.len()..]);
        }
        _ => html.push_str(tag),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(xhtml: &str, html: &str) {
        assert_eq!(as_html(xhtml), html);
    }

    #[test]
    fn an_element_that_closes_itself_is_closed() {
        check(
            "<title/><b class='x'/>un<br/>",
            "<title></title><b class='x'></b>un<br>",
        );
        check("<a id=\"a>b\"/>c", "<a id=\"a>b\"></a>c");
        check("un<br></br>deux", "un<br>deux");
    }

    #[test]
    fn what_only_xml_knows_becomes_what_it_means() {
        check(
            "<?xml version='1.0'?><p>a<![CDATA[<b> & c]]>d</p>",
            "<p>a&lt;b> &amp; cd</p>",
        );
        check("<html:p>a</html:p><html:i/>", "<p>a</p><i></i>");
        check("<!-- <br/> --><p>", "<!-- <br/> --><p>");
    }

    #[test]
    fn what_is_cut_off_ends() {
        for cut in [
            "<",
            "<a",
            "<a href='",
            "<!--",
            "<![CDATA[x",
            "<?xml",
            "a < b",
            "</",
            "< />",
        ] {
            let _ = as_html(cut);
        }
        check("a < b", "a < b");
    }
}
