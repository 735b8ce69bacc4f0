//! Cuts the runs of a manuscript at its letters, and puts something between: all else stays byte for byte.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use super::looks::{Dresses, Look};
use super::manuscript::{Manuscript, Run, Text};

pub(super) struct Cuts<'m> {
    xml: &'m str,
    manuscript: &'m Manuscript,
    /// What is put in at a byte between runs.
    between: BTreeMap<usize, String>,
    /// What is put in at a byte within a run, outside of its words.
    within: BTreeMap<usize, (usize, String)>,
    /// What is put in at a byte of the words of a text.
    inside: BTreeMap<usize, BTreeMap<usize, (usize, String)>>,
    /// The bytes that a tracked change takes out.
    deleted: Vec<Range<usize>>,
    /// The styles that words of a run are given, by where they stand in it: the last one counts.
    dressed: BTreeMap<usize, Vec<(Range<usize>, String)>>,
    /// What stands in the place of other bytes.
    swapped: Vec<(Range<usize>, String)>,
}

impl<'m> Cuts<'m> {
    pub(super) fn new(xml: &'m str, manuscript: &'m Manuscript) -> Self {
        Self {
            xml,
            manuscript,
            between: BTreeMap::new(),
            within: BTreeMap::new(),
            inside: BTreeMap::new(),
            deleted: Vec::new(),
            dressed: BTreeMap::new(),
            swapped: Vec::new(),
        }
    }

    /// Whether nothing but words stands from one letter to another, all in the same element.
    pub(super) fn is_plain(&self, first: usize, last: usize) -> bool {
        let letters = &self.manuscript.letters[first..=last];
        let (start, end) = (self.run(first).all.start, self.run(last).all.end);
        let parent = self.run(first).parent;
        let is_odd = self.manuscript.odd.iter().any(|at| (start..end).contains(at));
        // A run that is cut in two must not stand in another one's way.
        !is_odd
            && letters
                .iter()
                .all(|letter| self.manuscript.runs[letter.run].parent == parent)
    }

    fn run(&self, letter: usize) -> &'m Run {
        &self.manuscript.runs[self.manuscript.letters[letter].run]
    }

    /// The properties of the run that a letter stands in, as they will be written.
    pub(super) fn properties(&self, letter: usize) -> Cow<'m, str> {
        let letter = &self.manuscript.letters[letter];
        self.properties_at(letter.run, letter.at.start)
    }

    fn properties_at(&self, run: usize, at: usize) -> Cow<'m, str> {
        let own = &self.xml[self.manuscript.runs[run].properties.clone()];
        let styles = self.dressed.get(&run).map_or(&[][..], Vec::as_slice);
        match styles.iter().rfind(|(words, _)| words.contains(&at)) {
            Some((_, style)) => Cow::Owned(dressed(own, style)),
            None => Cow::Borrowed(own),
        }
    }

    /// Gives the words from one letter to another a look, on top of what each of them has.
    pub(super) fn dress(&mut self, first: usize, last: usize, look: Look, dresses: &mut Dresses) {
        self.before(first, "");
        self.after(last, "");
        let manuscript = self.manuscript;
        let mut runs: Vec<usize> = manuscript.letters[first..=last]
            .iter()
            .map(|letter| letter.run)
            .collect();
        runs.dedup();
        for run in runs {
            let Run {
                content, properties, ..
            } = &manuscript.runs[run];
            let inside = |letter: usize| manuscript.letters[letter].run == run;
            let from = match inside(first) && self.first_edge(first).is_none() {
                true => manuscript.letters[first].at.start,
                false => content.start,
            };
            let to = match inside(last) && self.last_edge(last).is_none() {
                true => manuscript.letters[last].at.end,
                false => content.end,
            };
            let style = dresses.style(look, style_of(&self.xml[properties.clone()]));
            self.dressed.entry(run).or_default().push((from..to, style));
        }
    }

    /// Puts words in the place of bytes in which nothing else is changed.
    pub(super) fn swap(&mut self, at: Range<usize>, words: String) {
        self.swapped.push((at, words));
    }

    pub(super) fn before(&mut self, letter: usize, words: &str) {
        let at = self.manuscript.letters[letter].at.start;
        self.put(letter, self.first_edge(letter), at, words);
    }

    /// Where a letter's run begins, if it does with the letter.
    fn first_edge(&self, letter: usize) -> Option<usize> {
        let (at, run) = (self.manuscript.letters[letter].at.start, self.run(letter));
        let text = self.text(letter);
        let content = run.content.start;
        let is_first = at == content || text.is_some_and(|text| text.all.start == content && text.content.start == at);
        is_first.then_some(run.all.start)
    }

    pub(super) fn after(&mut self, letter: usize, words: &str) {
        let at = self.manuscript.letters[letter].at.end;
        self.put(letter, self.last_edge(letter), at, words);
    }

    /// Where a letter's run ends, if it does with the letter.
    fn last_edge(&self, letter: usize) -> Option<usize> {
        let (at, run) = (self.manuscript.letters[letter].at.end, self.run(letter));
        let text = self.text(letter);
        let content = run.content.end;
        let is_last = at == content || text.is_some_and(|text| text.all.end == content && text.content.end == at);
        is_last.then_some(run.all.end)
    }

    fn text(&self, letter: usize) -> Option<&'m Text> {
        let text = self.manuscript.letters[letter].text?;
        Some(&self.manuscript.texts[text])
    }

    fn put(&mut self, letter: usize, edge: Option<usize>, at: usize, words: &str) {
        let letter = &self.manuscript.letters[letter];
        match (edge, letter.text) {
            (Some(edge), _) => self.between.entry(edge).or_default().push_str(words),
            (None, Some(text)) => {
                let cuts = self.inside.entry(text).or_default();
                cuts.entry(at).or_insert((letter.run, String::new())).1.push_str(words);
            }
            (None, None) => {
                self.within
                    .entry(at)
                    .or_insert((letter.run, String::new()))
                    .1
                    .push_str(words);
            }
        }
    }

    /// Takes out what stands from one letter to another; `tag` begins the change, and its end is put in with [`Cuts::after`].
    pub(super) fn delete(&mut self, first: usize, last: usize, tag: &str) {
        self.before(first, tag);
        let letters = &self.manuscript.letters;
        self.deleted.push(letters[first].at.start..letters[last].at.end);
    }

    /// The whole part.
    pub(super) fn written(&self) -> String {
        let mut changes: Vec<(Range<usize>, String)> = Vec::new();
        changes.extend(self.between.iter().map(|(at, words)| (*at..*at, words.clone())));
        changes.extend(
            self.within
                .iter()
                .map(|(at, (run, words))| (*at..*at, self.cut(*run, *at, words))),
        );
        changes.extend(self.swapped.iter().cloned());
        for &run in self.dressed.keys() {
            let Run {
                content, properties, ..
            } = &self.manuscript.runs[run];
            changes.push((properties.clone(), self.properties_at(run, content.start).into_owned()));
        }
        changes.extend(self.manuscript.commented.iter().map(|at| (at.clone(), String::new())));
        for (index, text) in self.manuscript.texts.iter().enumerate() {
            let is_changed = self.inside.contains_key(&index) || self.is_deleted(&text.content);
            if is_changed {
                changes.push((text.all.clone(), self.rewritten(index)));
            }
        }
        changes.sort_by_key(|(at, _)| (at.start, at.end));
        let (mut written, mut from) = (String::with_capacity(self.xml.len() + 4_096), 0);
        for (at, words) in changes {
            written.push_str(&self.xml[from..at.start]);
            written.push_str(&words);
            from = at.end;
        }
        written.push_str(&self.xml[from..]);
        written
    }

    /// Ends a run and goes on with another one like it.
    fn cut(&self, run: usize, at: usize, words: &str) -> String {
        let properties = self.properties_at(run, at);
        format!("</w:r>{words}<w:r>{properties}")
    }

    fn is_deleted(&self, stretch: &Range<usize>) -> bool {
        self.deleted
            .iter()
            .any(|deleted| deleted.start < stretch.end && stretch.start < deleted.end)
    }

    /// The stretch of text, in pieces.
    fn rewritten(&self, index: usize) -> String {
        let content = self.manuscript.texts[index].content.clone();
        let none = BTreeMap::new();
        let cuts = self.inside.get(&index).unwrap_or(&none);
        let mut written = String::new();
        let mut from = content.start;
        let piece = |stretch: Range<usize>| {
            let tag = if self.is_deleted(&stretch) { "w:delText" } else { "w:t" };
            match stretch.is_empty() {
                true => String::new(),
                false => format!("<{tag} xml:space=\"preserve\">{}</{tag}>", &self.xml[stretch]),
            }
        };
        for (at, (run, words)) in cuts {
            written.push_str(&piece(from..*at));
            written.push_str(&self.cut(*run, *at, words));
            from = *at;
        }
        written.push_str(&piece(from..content.end));
        written
    }
}

/// The properties of a run with another style for its words; the styles of earlier versions are not looked at.
fn dressed(properties: &str, style: &str) -> String {
    let style = format!("<w:rStyle w:val=\"{style}\"/>");
    if let Some(own) = style_in(properties) {
        return format!("{}{style}{}", &properties[..own.start], &properties[own.end..]);
    }
    match properties.split_once('>') {
        Some((tag, rest)) if !tag.ends_with('/') => format!("{tag}>{style}{rest}"),
        _ => format!("<w:rPr>{style}</w:rPr>"),
    }
}

/// The id of the style that a run has.
fn style_of(properties: &str) -> &str {
    let style = style_in(properties).map_or("", |own| &properties[own]);
    style
        .split("w:val=\"")
        .nth(1)
        .and_then(|value| value.split('"').next())
        .unwrap_or_default()
}

/// Where the style of a run is said.
fn style_in(properties: &str) -> Option<Range<usize>> {
    let now = properties.find("<w:rPrChange").unwrap_or(properties.len());
    let start = properties[..now].find("<w:rStyle ")?;
    let end = properties[start..now].find("/>")? + start + "/>".len();
    Some(start..end)
}
