//! What a line of a page is by itself: furniture, a sentence, a few words.

use crate::phrases::{PHRASES, bare, form};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Look {
    /// Words that only a web page has.
    Certain,
    /// The same, and the article is over where they stand below it.
    Ends,
    /// They stand above links to other pages.
    Opens,
    /// They stand above a list of the page's own headings.
    Contents,
    /// Words that a web page often has.
    Likely,
    /// A word of a menu that may as well be a heading.
    Topic,
    /// A number or a sign alone.
    Sign,
    /// When and by whom the page was made.
    Meta,
    /// Sentences.
    Prose,
    /// A few words that end without a full stop.
    Short,
    /// Anything else.
    Other,
}

/// A line shorter than this, in characters, does not prove an article.
const PROSE: usize = 60;

/// A line (or a paragraph) with what is known of it.
#[derive(Clone, Debug)]
pub(crate) struct Line<'t> {
    pub(crate) words: &'t str,
    /// As [`form`] gives it.
    pub(crate) form: String,
    pub(crate) look: Look,
    /// In characters.
    pub(crate) length: usize,
    /// In words.
    pub(crate) count: usize,
}

impl<'t> Line<'t> {
    pub(crate) fn new(words: &'t str) -> Self {
        let words = words.trim();
        let form = if words.len() > 2_000 {
            String::new()
        } else {
            form(words)
        };
        let length = words.chars().count();
        let count = words.split_whitespace().count();
        let mut line = Self {
            words,
            form,
            look: Look::Prose,
            length,
            count,
        };
        line.look = line.look();
        line
    }

    fn look(&self) -> Look {
        // No furniture is as long as this.
        if self.form.is_empty() && self.length > 0 {
            return Look::Prose;
        }
        let (form, bare) = (self.form.as_str(), bare(&self.form));
        let start =
            form.trim_start_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '#' | '«' | '"' | '“' | '©' | '\''));
        let phrases = &*PHRASES;
        if phrases.certain.has(bare)
            || (self.length <= 220 && (phrases.leads.begins(start) || phrases.leads.begins(form)))
            || self.is_consent()
            || self.is_rights()
            || self.is_trail()
            || self.pitch() >= 7
        {
            return Look::Certain;
        }
        if phrases.ends.has(bare) {
            return Look::Ends;
        }
        if self.leads_to_more(bare)
            || phrases.opens.has(bare)
            || (self.count <= 8 && !self.words.ends_with('.') && phrases.heads.begins(start))
        {
            return Look::Opens;
        }
        if phrases.contents.has(bare) {
            return Look::Contents;
        }
        if phrases.likely.has(bare) {
            return Look::Likely;
        }
        if phrases.topics.has(bare) {
            return Look::Topic;
        }
        if self.is_sign(bare) {
            return Look::Sign;
        }
        if self.is_meta() {
            return Look::Meta;
        }
        let leans = phrases.leans.begins(start) && !self.words.ends_with('.');
        if (leans && self.length <= 160) || (self.length <= 120 && self.pitch() >= 4) {
            return Look::Likely;
        }
        match (self.ends_a_sentence(), self.length) {
            (true, PROSE..) => Look::Prose,
            (false, 250..) => Look::Prose,
            (false, _) if self.count <= 6 && self.length <= 50 && !self.words.contains('\n') => Look::Short,
            _ => Look::Other,
        }
    }

    /// Whether it ends as sentences do; signs of notes after it (`[2]`) aside.
    pub(crate) fn ends_a_sentence(&self) -> bool {
        let mut words = self.words;
        while let Some((before, note)) = words.strip_suffix(']').and_then(|rest| rest.rsplit_once('['))
            && note.chars().count() <= 3
        {
            words = before.trim_end();
        }
        words.ends_with(['.', '!', '?', '…', '»', '”', '"', ')', '。', '！', '？', ':'])
    }

    /// A short sentence: a step of a recipe, an answer.
    pub(crate) fn is_sentence(&self) -> bool {
        self.count >= 4 && self.words.ends_with(['.', '!', '…']) && matches!(self.look, Look::Other | Look::Short)
    }

    /// Words that only a web page has.
    pub(crate) fn is_furniture(&self) -> bool {
        matches!(self.look, Look::Certain | Look::Ends | Look::Opens | Look::Contents)
    }

    /// Whether it could be a headline or a heading by its form.
    pub(crate) fn may_be_heading(&self) -> bool {
        let begins = self.words.chars().find(|c| c.is_alphanumeric());
        matches!(self.look, Look::Short | Look::Other | Look::Topic)
            && self.count <= 15
            && self.length <= 110
            && begins.is_some_and(|c| !c.is_lowercase())
            && !self.words.ends_with(['.', ',', ';', ':'])
            && !self.words.contains('\n')
    }

    /// "More cake recipes", "Nos autres articles".
    fn leads_to_more(&self, bare: &str) -> bool {
        const STARTS: &[&str] = &[
            "more ",
            "other ",
            "our latest ",
            "latest ",
            "plus de ",
            "plus d'",
            "d'autres ",
            "nos ",
            "les dernieres ",
            "les derniers ",
            "autres ",
        ];
        const ENDS: &[&str] = &[
            "recipes",
            "stories",
            "news",
            "articles",
            "posts",
            "reviews",
            "videos",
            "features",
            "guides",
            "recettes",
            "actualites",
            "actus",
            "dossiers",
        ];
        self.count <= 4
            && STARTS.iter().any(|start| bare.starts_with(start))
            && ENDS.iter().any(|end| bare.ends_with(end))
    }

    /// "118", "1.2k", "∙", "$92 at Walmart".
    fn is_sign(&self, bare: &str) -> bool {
        let no_letters = bare.chars().all(|c| !c.is_alphabetic()) || matches!(bare, "#k" | "#m");
        let price = ["$#", "£#", "€#", "us$#"]
            .iter()
            .any(|start| self.form.starts_with(start))
            && self.count <= 4;
        (no_letters && self.length <= 20) || (price && !self.words.ends_with('.'))
    }

    fn is_meta(&self) -> bool {
        if self.length > 120 {
            return false;
        }
        let form = &self.form;
        let counts = form.starts_with('#') && self.length <= 60 && PHRASES.minutes.ends(form);
        PHRASES.meta.begins(form) || counts || is_date(form) || self.is_byline() || self.is_credit()
    }

    /// "Par Jean Dupont".
    pub(crate) fn is_byline(&self) -> bool {
        let rest = ["par ", "by "].iter().find_map(|start| self.form.strip_prefix(start));
        let capital = self
            .words
            .split_whitespace()
            .nth(1)
            .and_then(|word| word.chars().next());
        rest.is_some()
            && (2..=14).contains(&self.count)
            && capital.is_some_and(char::is_uppercase)
            && (!self.words.ends_with(['.', '!', '?', ':']) || self.is_initial_at_end())
            && !self.words.contains('\n')
    }

    /// "par Bernard L."
    fn is_initial_at_end(&self) -> bool {
        let last = self.words.split_whitespace().next_back().unwrap_or_default();
        last.ends_with('.') && last.chars().count() == 2 && self.count <= 5
    }

    /// Whose picture it is.
    fn is_credit(&self) -> bool {
        const AGENCIES: &[&str] = &[
            "/ afp",
            "/afp",
            "afp /",
            "afp via",
            "getty images",
            "/ reuters",
            "via reuters",
            "/ ap",
            "shutterstock",
            "/ sipa",
            "unsplash",
            "istock",
            "avec afp",
            "with afp",
            "/ abaca",
            "alamy",
        ];
        let shouted = self.count >= 2
            && self.words.contains(['/', '«'])
            && self.words.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase);
        self.length <= 80
            && !self.ends_a_sentence_but_quotes()
            && (shouted || AGENCIES.iter().any(|end| self.form.ends_with(end)))
    }

    fn ends_a_sentence_but_quotes(&self) -> bool {
        self.words.ends_with(['.', '!', '?', '…'])
    }

    /// Two to four words that each begin with a capital: somebody's name.
    pub(crate) fn is_name(&self) -> bool {
        const SMALL: &[&str] = &[
            "de", "du", "van", "von", "le", "la", "der", "den", "bin", "al", "et", "and", "&",
        ];
        let mut capitals = 0;
        let fits = self.words.split_whitespace().all(|word| {
            let letters = word
                .chars()
                .all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '’' | '.' | ','));
            let capital = word.starts_with(char::is_uppercase);
            capitals += usize::from(capital);
            letters && (capital || SMALL.contains(&word))
        });
        fits && (2..=4).contains(&capitals) && self.count <= 6 && self.length <= 50
    }

    /// A sentence in which the page asks the reader to agree; not one that an article quotes.
    fn is_consent(&self) -> bool {
        let form = &self.form;
        if self.count < 2 || self.length > 900 || form.contains(['«', '“', '"']) {
            return false;
        }
        let found: Vec<&str> = PHRASES.consent.within(form).collect();
        let starts = found
            .iter()
            .any(|phrase| form.starts_with(phrase) && phrase.contains(' ') && !is_time(phrase));
        let firm = found
            .iter()
            .filter(|phrase| !is_time(phrase) && **phrase != "newsletter")
            .count();
        (starts && found.len() >= 2) || (firm >= 1 && found.len() >= 2) || (firm >= 1 && self.length <= 100)
    }

    /// How much it sounds like an offer to the reader: what it is about, whom it speaks to, what it promises.
    fn pitch(&self) -> usize {
        let form = &self.form;
        if self.count < 3 || self.length > 900 || form.contains(['«', '“']) {
            return 0;
        }
        let spaced = format!("{form} ");
        let about = PHRASES.strong.within(form).count();
        let speaks = PHRASES.address.within(&spaced).count();
        // What somebody says is no offer, unless it is nothing else.
        if about == 0 || speaks == 0 || (about == 1 && form.contains('"') && !form.contains("newsletter")) {
            return 0;
        }
        // A long paragraph finds such words by chance.
        let dilution = self.length / 250;
        (2 * about + speaks.min(2) + PHRASES.offers.within(form).count()).saturating_sub(dilution)
    }

    fn is_rights(&self) -> bool {
        let form = &self.form;
        const ENDS: &[&str] = &["tous droits réservés", "all rights reserved"];
        self.length <= 220
            && (form.starts_with('©')
                || form.starts_with("copyright ©")
                || form.starts_with("(c) #")
                || ENDS.iter().any(|end| form.trim_end_matches('.').ends_with(end)))
    }

    /// "Home | News | Sport": links on one line.
    fn is_trail(&self) -> bool {
        let known = |part: &&&str| {
            let part = bare(part);
            PHRASES.likely.has(part) || PHRASES.certain.has(part) || PHRASES.topics.has(part) || PHRASES.ends.has(part)
        };
        ['|', '·', '›', '>', '•', '∙', '»', '/', '–'].iter().any(|&mark| {
            let parts: Vec<&str> = self
                .form
                .split(mark)
                .map(str::trim)
                .filter(|part| !part.is_empty())
                .collect();
            let all = parts.len() == 2 && parts.iter().all(|part| PHRASES.certain.has(bare(part)));
            all || parts.len() >= 3
                && parts.iter().all(|part| part.split(' ').count() <= 5)
                && parts.iter().filter(known).count() >= 2
        })
    }
}

/// "At any time" is said everywhere; it only counts beside another sign.
fn is_time(phrase: &str) -> bool {
    matches!(phrase, "à tout moment" | "at any time")
}

/// Words of a line that says when, and nothing else.
const DATE_WORDS: &[&str] = &[
    "le",
    "la",
    "à",
    "a",
    "et",
    "il",
    "y",
    "ce",
    "hier",
    "aujourd'hui",
    "er",
    "h",
    "min",
    "mn",
    "am",
    "pm",
    "a.m",
    "p.m",
    "at",
    "on",
    "ago",
    "the",
    "of",
    "of",
    "est",
    "et",
    "edt",
    "gmt",
    "utc",
    "m",
    "p",
    "cst",
    "mst",
    "bst",
    "cet",
    "cest",
    "ist",
    "pst",
    "pdt",
    "st",
    "nd",
    "rd",
    "th",
    "publie",
    "publiee",
    "mis",
    "jour",
    "mise",
    "modifie",
    "modifiee",
    "poste",
    "actualise",
    "edite",
    "cree",
    "edited",
    "asked",
    "answered",
    "modified",
    "replied",
    "created",
    "joined",
    "seen",
    "published",
    "updated",
    "posted",
    "yesterday",
    "today",
    "heure",
    "heures",
    "minute",
    "minutes",
    "jours",
    "semaine",
    "semaines",
    "mois",
    "an",
    "ans",
    "hour",
    "hours",
    "day",
    "days",
    "week",
    "weeks",
    "month",
    "months",
    "year",
    "years",
    "mins",
    "hrs",
    "hr",
    "first",
    "last",
    "lundi",
    "mardi",
    "mercredi",
    "jeudi",
    "vendredi",
    "samedi",
    "dimanche",
    "lun",
    "mar",
    "mer",
    "jeu",
    "ven",
    "sam",
    "dim",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "mon",
    "tue",
    "tues",
    "wed",
    "thu",
    "thur",
    "thurs",
    "fri",
    "sat",
    "sun",
];

fn is_date(form: &str) -> bool {
    let mut numbers = 0;
    let mut named = false;
    let fits = form
        .split(|c: char| {
            c.is_whitespace() || matches!(c, ',' | '.' | ':' | '/' | '-' | '–' | '|' | '·' | '•' | '(' | ')')
        })
        .filter(|word| !word.is_empty())
        .all(|word| {
            let letters = word.trim_matches('#');
            numbers += usize::from(word.contains('#'));
            let known = DATE_WORDS.contains(&letters) || crate::dates::month(letters).is_some();
            named |= crate::dates::month(letters).is_some()
                || DATE_WORDS[10..].contains(&letters)
                || matches!(letters, "il" | "ago");
            letters.is_empty()
                || letters == "h#"
                || letters.chars().all(|c| c == 'h' || c == '#')
                || letters == "t"
                || letters == "z"
                || known
        });
    fits && numbers >= 1 && (named || form.matches(['/', '-']).count() >= 2) && form.len() <= 100
}
