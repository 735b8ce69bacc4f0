//! Cuts the runs of a manuscript at its letters, and puts something between: all else stays byte for byte.

use std::collections::BTreeMap;
use std::ops::Range;

use super::manuscript::Manuscript;

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

    fn run(&self, letter: usize) -> &'m super::manuscript::Run {
        &self.manuscript.runs[self.manuscript.letters[letter].run]
    }

    /// The properties of the run that a letter stands in, as they are written.
    pub(super) fn properties(&self, letter: usize) -> &'m str {
        &self.xml[self.run(letter).properties.clone()]
    }

    pub(super) fn before(&mut self, letter: usize, words: &str) {
        let (at, run) = (self.manuscript.letters[letter].at.start, self.run(letter));
        let text = self.manuscript.letters[letter]
            .text
            .map(|text| &self.manuscript.texts[text]);
        let content = run.content.start;
        let is_first = at == content || text.is_some_and(|text| text.all.start == content && text.content.start == at);
        self.put(letter, is_first.then_some(run.all.start), at, words);
    }

    pub(super) fn after(&mut self, letter: usize, words: &str) {
        let (at, run) = (self.manuscript.letters[letter].at.end, self.run(letter));
        let text = self.manuscript.letters[letter]
            .text
            .map(|text| &self.manuscript.texts[text]);
        let content = run.content.end;
        let is_last = at == content || text.is_some_and(|text| text.all.end == content && text.content.end == at);
        self.put(letter, is_last.then_some(run.all.end), at, words);
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
                .map(|(at, (run, words))| (*at..*at, self.cut(*run, words))),
        );
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
    fn cut(&self, run: usize, words: &str) -> String {
        let properties = &self.xml[self.manuscript.runs[run].properties.clone()];
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
            written.push_str(&self.cut(*run, words));
            from = *at;
        }
        written.push_str(&piece(from..content.end));
        written
    }
}
