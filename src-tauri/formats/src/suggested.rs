//! Knows a suggestion of ours again where nobody's name stands on it: Word can take the names off all tracked changes.
//!
//! It is one if the same words are to be replaced by the same words at the same place: the letters before and behind them
//! in the paragraph, as they are without any change, must be the same too. Nobody else's can say that and mean anything
//! else. One beside which somebody wrote untracked is not known any more.

use std::collections::HashSet;

use crate::prints::{short, signature};
use crate::xml::Element;

/// How many letters before and behind are looked at.
const BESIDE: usize = 40;

/// Words that are taken out and others that are put in right behind them.
pub(crate) struct Replacement<'e, 'x> {
    /// What tells it from all others.
    pub(crate) print: String,
    pub(crate) changes: Vec<&'e Element<'x>>,
}

/// The replacements of a paragraph, in its order.
pub(crate) fn replacements<'e, 'x>(paragraph: &'e Element<'x>) -> Vec<Replacement<'e, 'x>> {
    let mut stretches = Vec::new();
    walk(paragraph, &mut stretches);
    // Without any change, as it was.
    let mut before: Vec<char> = Vec::new();
    let was = |stretch: &Stretch<'_, '_>| match stretch.is {
        Is::In => Vec::new(),
        Is::Same | Is::Out => stretch.letters.clone(),
    };
    let mut found = Vec::new();
    let mut rest = stretches.as_slice();
    while !rest.is_empty() {
        let run = |from: &[Stretch<'_, '_>], is| from.iter().take_while(|stretch| stretch.is == is).count();
        let out = run(rest, Is::Out);
        let put = run(&rest[out..], Is::In);
        if out > 0 && put > 0 {
            let (taken, others) = rest[..out + put].split_at(out);
            let after: Vec<char> = rest[out + put..].iter().flat_map(was).take(BESIDE).collect();
            let from = before.len().saturating_sub(BESIDE);
            let words = |stretches: &[Stretch<'_, '_>]| -> String {
                stretches.iter().flat_map(|stretch| &stretch.letters).collect()
            };
            let beside = |letters: &[char]| letters.iter().collect::<String>();
            let all = [beside(&before[from..]), words(taken), words(others), beside(&after)];
            found.push(Replacement {
                print: short(&all.join("\n")),
                changes: rest[..out + put].iter().filter_map(|stretch| stretch.change).collect(),
            });
        }
        let (passed, after) = rest.split_at((out + put).max(1));
        before.extend(passed.iter().flat_map(was));
        rest = after;
    }
    found
}

/// The prints of all replacements that have one of these signatures.
pub(crate) fn prints(root: &Element<'_>, signatures: &HashSet<&str>) -> Vec<String> {
    let is_ours = |change: &&Element<'_>| signature(change).is_some_and(|one| signatures.contains(&*one));
    let all = paragraphs(root).into_iter().flat_map(replacements);
    let ours = all.filter(|replacement| replacement.changes.iter().all(is_ours));
    ours.map(|replacement| replacement.print).collect()
}

/// All paragraphs, at any depth.
pub(crate) fn paragraphs<'e, 'x>(root: &'e Element<'x>) -> Vec<&'e Element<'x>> {
    let mut found = Vec::new();
    for element in root.elements() {
        if element.name == "p" {
            found.push(element);
        }
        found.extend(paragraphs(element));
    }
    found
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Is {
    Same,
    Out,
    In,
}

struct Stretch<'e, 'x> {
    is: Is,
    change: Option<&'e Element<'x>>,
    letters: Vec<char>,
}

fn walk<'e, 'x>(around: &'e Element<'x>, stretches: &mut Vec<Stretch<'e, 'x>>) {
    for element in around.elements() {
        let is = match element.name {
            "del" | "moveFrom" => Is::Out,
            "ins" | "moveTo" => Is::In,
            "t" => Is::Same,
            "pPr" | "rPr" | "txbxContent" | "rt" | "footnoteReference" => continue,
            _ => {
                walk(element, stretches);
                continue;
            }
        };
        let mut letters = Vec::new();
        match is {
            Is::Same => letters.extend(element.words().chars()),
            Is::Out | Is::In => gather(element, &mut letters),
        }
        letters.retain(|c| c.is_alphanumeric());
        // What stands between two changes and has no letters parts nothing.
        if is != Is::Same || !letters.is_empty() {
            stretches.push(Stretch {
                is,
                change: (is != Is::Same).then_some(element),
                letters,
            });
        }
    }
}

fn gather(around: &Element<'_>, letters: &mut Vec<char>) {
    for element in around.elements() {
        match element.name {
            "t" | "delText" => letters.extend(element.words().chars()),
            "rPr" => {}
            _ => gather(element, letters),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::xml;

    fn prints_of(paragraph: &str) -> Vec<String> {
        let paragraph = format!("<w:p>{paragraph}</w:p>");
        let element = xml::read(&paragraph).unwrap();
        replacements(&element).into_iter().map(|one| one.print).collect()
    }

    const OURS: &str = "<w:del><w:r><w:delText>49 %</w:delText></w:r></w:del><w:ins><w:r><w:t>51 %</w:t></w:r></w:ins>";

    fn said(words: &str) -> String {
        format!("<w:r><w:t>{words}</w:t></w:r>")
    }

    #[test]
    fn a_replacement_is_known_by_its_words_and_by_those_beside_it() {
        let own = prints_of(&format!("{}{OURS}{}", said("Il a "), said(" des parts.")));
        assert_eq!(own.len(), 1);
        // Cut in other runs, and beside what others track.
        let other = "<w:ins><w:r><w:t>Oui : </w:t></w:r></w:ins>";
        let cut = format!(
            "{other}{}{}<w:del><w:r><w:delText>4</w:delText></w:r></w:del>{}{} parts.</w:t></w:r>",
            said("Il "),
            said("a"),
            OURS.replace(">49", ">9"),
            "<w:r><w:t> des",
        );
        assert_eq!(prints_of(&cut), own);
        for else_ in [
            format!("{}{OURS}{}", said("Il aura "), said(" des parts.")),
            format!("{}{OURS}{}", said("Il a "), said(" des voix.")),
            format!("{}{}{}", said("Il a "), OURS.replace("51", "52"), said(" des parts.")),
            format!("{}{}{}", said("Il a "), OURS.replace("49", "48"), said(" des parts.")),
        ] {
            assert_ne!(prints_of(&else_), own);
        }
        assert!(prints_of(&format!("{}{other}", said("Il a "))).is_empty());
    }
}
