//! The words of a web page's furniture, in French and English, as `phrases/*.txt` list them.

use std::collections::HashSet;
use std::sync::LazyLock;

/// A line as it is compared with the lists: lower case without the accents of French, straight apostrophes, single
/// spaces, `#` for a number.
pub(crate) fn form(line: &str) -> String {
    let mut form = String::with_capacity(line.len());
    for word in line.split_whitespace() {
        if matches!(word, ":" | "?" | "!" | ";" | "»") {
            form.push_str(word);
            continue;
        }
        if !form.is_empty() {
            form.push(' ');
        }
        for c in word.chars() {
            match c {
                '’' | '‘' | 'ʼ' => form.push('\''),
                c if c.is_ascii_digit() => number(&mut form),
                c => form.extend(c.to_lowercase().map(unaccented)),
            }
        }
    }
    form
}

/// Capitals often stand without their accents: "A LIRE AUSSI".
fn unaccented(c: char) -> char {
    match c {
        'à' | 'â' | 'ä' => 'a',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'î' | 'ï' => 'i',
        'ô' | 'ö' => 'o',
        'ù' | 'û' | 'ü' => 'u',
        'ç' => 'c',
        c => c,
    }
}

/// One digit more: `1 408`, `14:05` and `3.2` are one number each.
fn number(form: &mut String) {
    let kept = form.trim_end_matches([' ', '.', ',', ':', '\u{202f}']).len();
    if form[..kept].ends_with('#') && form.len() - kept <= 1 {
        form.truncate(kept);
    } else {
        form.push('#');
    }
}

/// The form without signs around it: "► LIRE AUSSI :" is "lire aussi".
pub(crate) fn bare(form: &str) -> &str {
    form.trim_end_matches([
        ':', '…', '>', '›', '»', '.', '!', '?', '→', '+', '▸', '▼', '▾', '⌄', '*', '|', ',', '·', '(', ')', ' ',
    ])
    .trim_start_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '#' | '[' | '«' | '"' | '“' | '©' | '\''))
}

/// One list of whole lines or of beginnings.
#[derive(Debug, Default)]
pub(crate) struct List {
    phrases: HashSet<String>,
    /// The lengths in bytes that occur.
    lengths: Vec<usize>,
}

impl List {
    fn insert(&mut self, phrase: &str) {
        let phrase: String = phrase.chars().map(unaccented).collect();
        if !self.lengths.contains(&phrase.len()) {
            self.lengths.push(phrase.len());
        }
        self.phrases.insert(phrase);
    }

    pub(crate) fn has(&self, line: &str) -> bool {
        self.phrases.contains(line)
    }

    pub(crate) fn begins(&self, line: &str) -> bool {
        self.lengths
            .iter()
            .any(|&length| line.get(..length).is_some_and(|start| self.phrases.contains(start)))
    }

    pub(crate) fn ends(&self, line: &str) -> bool {
        self.lengths.iter().any(|&length| {
            line.len()
                .checked_sub(length)
                .and_then(|at| line.get(at..))
                .is_some_and(|end| self.phrases.contains(end))
        })
    }

    /// The phrases that stand somewhere in the line.
    pub(crate) fn within<'l>(&'l self, line: &'l str) -> impl Iterator<Item = &'l str> {
        self.phrases
            .iter()
            .map(String::as_str)
            .filter(|phrase| line.contains(phrase))
    }
}

/// What each list is for stands above it in the files.
#[derive(Debug, Default)]
pub(crate) struct Phrases {
    pub(crate) certain: List,
    pub(crate) ends: List,
    pub(crate) opens: List,
    pub(crate) heads: List,
    pub(crate) contents: List,
    pub(crate) likely: List,
    pub(crate) topics: List,
    pub(crate) leads: List,
    pub(crate) leans: List,
    pub(crate) meta: List,
    pub(crate) minutes: List,
    pub(crate) consent: List,
    pub(crate) strong: List,
    pub(crate) address: List,
    pub(crate) offers: List,
}

impl Phrases {
    fn list(&mut self, name: &str) -> Option<&mut List> {
        Some(match name {
            "certain" => &mut self.certain,
            "ends" => &mut self.ends,
            "opens" => &mut self.opens,
            "heads" => &mut self.heads,
            "contents" => &mut self.contents,
            "likely" => &mut self.likely,
            "topics" => &mut self.topics,
            "leads" => &mut self.leads,
            "leans" => &mut self.leans,
            "meta" => &mut self.meta,
            "minutes" => &mut self.minutes,
            "consent" => &mut self.consent,
            "strong" => &mut self.strong,
            "address" => &mut self.address,
            "offers" => &mut self.offers,
            _ => return None,
        })
    }
}

pub(crate) static PHRASES: LazyLock<Phrases> = LazyLock::new(|| {
    let mut phrases = Phrases::default();
    for file in [include_str!("phrases/fr.txt"), include_str!("phrases/en.txt")] {
        let mut section = "";
        for line in file.lines() {
            if let Some((name, _)) = line.strip_prefix('[').and_then(|rest| rest.split_once("] ")) {
                section = name;
            } else if !line.is_empty()
                && !line.starts_with(';')
                && let Some(list) = phrases.list(section)
            {
                list.insert(line);
            }
        }
    }
    phrases
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_phrase_is_written_as_lines_are_compared() {
        for file in [include_str!("phrases/fr.txt"), include_str!("phrases/en.txt")] {
            let mut section = "";
            for line in file.lines() {
                if let Some((name, _)) = line.strip_prefix('[').and_then(|rest| rest.split_once("] ")) {
                    assert!(Phrases::default().list(name).is_some(), "{name}");
                    section = name;
                } else if !line.is_empty() && !line.starts_with(';') {
                    let whole = ["certain", "ends", "opens", "contents", "likely", "topics"].contains(&section);
                    let written = form(line);
                    let written = if whole { bare(&written) } else { &written };
                    let listed: String = line.chars().map(unaccented).collect();
                    assert_eq!(written.trim_end(), listed.trim_end(), "in {section}");
                }
            }
        }
    }

    #[test]
    fn a_line_is_compared_without_its_case_its_numbers_and_its_signs() {
        assert_eq!(form("S’ABONNER dès 1,50 €"), "s'abonner des # €");
        assert_eq!(form("Messages : 1 408"), "messages: #");
        assert_eq!(bare(&form("► LIRE AUSSI :")), "lire aussi");
        assert_eq!(form("12 à 14"), "# a #");
        assert_eq!(form("A LIRE"), form("À lire"));
    }
}
