//! Doubts whether a page has an article at all: a list of links, a wall, a question about cookies.

use std::collections::HashSet;

use dom_query::NodeId;
use obelus_core::body::{Body, leaves};

use crate::furniture::fold;
use crate::imported::Doubt;
use crate::lines::Line;

/// A page with fewer lines has no surroundings from which an article could be told.
const PAGE: usize = 12;
/// Fewer words of an article than this may be all that a wall shows.
const BEGINNING: usize = 260;

/// What pages say that ask to sign in or to pay.
const WALLS: &[&str] = &[
    "réservé aux abonnés",
    "réservée aux abonnés",
    "réservé à nos abonnés",
    "la suite est réservée",
    "il vous reste",
    "abonnez-vous pour lire",
    "abonnez-vous pour continuer",
    "pour lire la suite",
    "connectez-vous pour lire",
    "connectez-vous pour continuer",
    "déjà abonné",
    "subscribe to continue",
    "subscribe to read",
    "to continue reading",
    "keep reading with",
    "already a subscriber",
    "for subscribers only",
    "subscribers only",
    "log in to continue",
    "sign in to continue",
    "sign in to read",
    "create a free account to",
    "register to continue",
    "members only",
    "you have reached your limit",
    "free articles left",
    "articles gratuits",
    "start your free trial",
    "this content is for members",
];

/// What pages say that want to set cookies.
const COOKIES: &[&str] = &[
    "use cookies",
    "uses cookies",
    "utilisons des cookies",
    "utilise des cookies",
    "utilisent des cookies",
    "accept cookies",
    "accept all cookies",
    "accepter les cookies",
    "cookie policy",
    "cookie settings",
    "gérer les cookies",
    "votre consentement",
    "your consent",
    "we and our partners",
    "nous et nos partenaires",
    "votre vie privée",
    "we value your privacy",
];

/// What makes it doubtful that `body` is the article; `lines` are the page's, `article` what was found.
pub(crate) fn doubt(body: &Body, lines: &[Line], article: Option<&HashSet<NodeId>>, is_paid: bool) -> Option<Doubt> {
    let blocks = leaves(&body.blocks);
    let texts: Vec<String> = blocks
        .iter()
        .map(|leaf| fold(body.text.between(leaf.start, leaf.end)))
        .collect();
    let count = |text: &String| text.split(' ').filter(|word| !word.is_empty()).count();
    let words: usize = texts.iter().map(count).sum();
    let says = |text: &str, phrases: &[&str]| phrases.iter().any(|phrase| text.contains(phrase));
    let consent: usize = texts.iter().filter(|text| says(text, COOKIES)).map(count).sum();
    if words > 0 && words < 600 && 2 * consent > words {
        return Some(Doubt::Cookies);
    }
    if words < BEGINNING {
        let asks = |text: &String| text.chars().count() <= 300 && says(text, WALLS);
        let asides = body.asides.iter().map(|aside| fold(aside.text.as_str()));
        if is_paid || texts.iter().any(asks) || asides.clone().any(|text| says(&text, WALLS)) {
            return Some(Doubt::Wall);
        }
    }
    let Some(article) = article else {
        return (lines.len() >= PAGE).then_some(Doubt::NoArticle);
    };
    let own = || {
        lines
            .iter()
            .filter(|line| line.nodes.iter().any(|node| article.contains(node)))
    };
    let all: usize = own().map(|line| line.words.len()).sum();
    let linked: usize = own().map(|line| line.linked).sum();
    let sentences = own().filter(|line| line.ends && line.words.len() >= 15 && 2 * line.linked < line.words.len());
    (lines.len() >= PAGE && 2 * linked > all && sentences.count() < 3).then_some(Doubt::NoArticle)
}
