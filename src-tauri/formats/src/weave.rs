//! Cuts a text at every mark's edge, so that overlaps become flat runs. Every export uses it.

use std::cmp::Reverse;

use obelus_core::body::{Leaf, Span};
use obelus_core::text::TextRange;

/// A stretch of one leaf under the same places of marks. Places are known by their index in what was woven.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// Code points; `start < end`.
    pub start: u32,
    pub end: u32,
    /// The places over it, outermost first: the earlier, then the longer, then the earlier in the list.
    pub over: Vec<usize>,
    /// Those whose first run this is.
    pub begins: Vec<usize>,
    /// Those whose last run this is: their number stands after it, once.
    pub ends: Vec<usize>,
}

/// The runs of each leaf. Together they are exactly the leaves' words; those over which a place stands are
/// exactly the words of that place.
///
/// The leaves are in reading order, as a body has them.
#[must_use]
pub fn weave(leaves: &[&Leaf], places: &[TextRange]) -> Vec<Vec<Run>> {
    let mut order: Vec<usize> = (0..places.len()).collect();
    order.sort_by_key(|&place| (places[place].start(), Reverse(places[place].end()), place));
    let mut rank = vec![0; places.len()];
    for (position, &place) in order.iter().enumerate() {
        rank[place] = position;
    }
    let mut waiting = order.iter().copied().peekable();
    let mut active: Vec<usize> = Vec::new();
    let mut first: Vec<Option<(usize, usize)>> = vec![None; places.len()];
    let mut last: Vec<Option<(usize, usize)>> = vec![None; places.len()];
    let mut woven: Vec<Vec<Run>> = Vec::with_capacity(leaves.len());
    for (index, leaf) in leaves.iter().enumerate() {
        if leaf.start == leaf.end {
            woven.push(Vec::new());
            continue;
        }
        active.retain(|&place| places[place].end() > leaf.start);
        let mut starting: Vec<usize> = Vec::new();
        while let Some(place) = waiting.next_if(|&place| places[place].start() < leaf.end) {
            if places[place].end() > leaf.start {
                starting.push(place);
            }
        }
        let mut ending: Vec<usize> = active.iter().chain(&starting).copied().collect();
        ending.sort_by_key(|&place| places[place].end());
        let mut starting = starting.into_iter().peekable();
        let mut ending = ending.into_iter().peekable();
        let mut runs: Vec<Run> = Vec::new();
        let mut at = leaf.start;
        while at < leaf.end {
            while let Some(place) = starting.next_if(|&place| places[place].start() <= at) {
                let position = active.partition_point(|&other| rank[other] < rank[place]);
                active.insert(position, place);
            }
            while ending.next_if(|&place| places[place].end() <= at).is_some() {}
            active.retain(|&place| places[place].end() > at);
            let next_start = starting.peek().map_or(u32::MAX, |&place| places[place].start());
            let next_end = ending.peek().map_or(u32::MAX, |&place| places[place].end());
            let end = leaf.end.min(next_start).min(next_end);
            for &place in &active {
                first[place].get_or_insert((index, runs.len()));
                last[place] = Some((index, runs.len()));
            }
            runs.push(Run {
                start: at,
                end,
                over: active.clone(),
                begins: Vec::new(),
                ends: Vec::new(),
            });
            at = end;
        }
        woven.push(runs);
    }
    for &place in &order {
        if let Some((leaf, run)) = first[place] {
            woven[leaf][run].begins.push(place);
        }
        if let Some((leaf, run)) = last[place] {
            woven[leaf][run].ends.push(place);
        }
    }
    woven
}

/// What a writer does next in a leaf, with the inline structure and the runs of marks in one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step<'l> {
    Open(&'l Span),
    Close(&'l Span),
    /// A footnote reference or a picture: it holds no words.
    Point(&'l Span),
    /// Words under the same structure and the same places; `begins` are the places that begin with them.
    Words {
        start: u32,
        end: u32,
        over: &'l [usize],
        begins: &'l [usize],
    },
    /// The places that end here: this is where their numbers stand.
    Ends(&'l [usize]),
}

/// A leaf's runs and spans as steps: spans are cut by nothing, runs are cut by spans.
#[must_use]
pub fn steps<'l>(leaf: &'l Leaf, runs: &'l [Run]) -> Vec<Step<'l>> {
    let mut steps = Vec::new();
    let mut open: Vec<&Span> = Vec::new();
    let mut spans = leaf.spans.iter().peekable();
    let close = |open: &mut Vec<&'l Span>, steps: &mut Vec<Step<'l>>, at: u32| {
        while let Some(span) = open.pop_if(|span| span.end <= at) {
            steps.push(Step::Close(span));
        }
    };
    for run in runs {
        let mut at = run.start;
        let mut begins: &[usize] = &run.begins;
        while at < run.end {
            close(&mut open, &mut steps, at);
            while let Some(span) = spans.next_if(|span| span.start <= at) {
                if span.start < span.end {
                    open.push(span);
                    steps.push(Step::Open(span));
                } else {
                    steps.push(Step::Point(span));
                }
            }
            let next_start = spans.peek().map_or(u32::MAX, |span| span.start);
            let next_end = open.last().map_or(u32::MAX, |span| span.end);
            let end = run.end.min(next_start).min(next_end);
            steps.push(Step::Words {
                start: at,
                end,
                over: &run.over,
                begins,
            });
            begins = &[];
            at = end;
        }
        // After a link rather than in it: a number is a link itself.
        close(&mut open, &mut steps, at);
        if !run.ends.is_empty() {
            steps.push(Step::Ends(&run.ends));
        }
    }
    close(&mut open, &mut steps, u32::MAX);
    steps.extend(spans.map(Step::Point));
    steps
}

#[cfg(test)]
mod tests {
    use super::*;
    use obelus_core::body::Style;
    use proptest::prelude::*;

    fn leaf(start: u32, end: u32) -> Leaf {
        Leaf {
            start,
            end,
            spans: Vec::new(),
        }
    }

    fn place(start: u32, end: u32) -> TextRange {
        TextRange::try_from((start, end)).unwrap()
    }

    /// Draws runs as `words` with the places over them in brackets, and `*` with the places that end.
    fn picture(text: &str, leaves: &[Leaf], places: &[TextRange]) -> String {
        let letters: Vec<char> = text.chars().collect();
        let leaves: Vec<&Leaf> = leaves.iter().collect();
        let draw = |run: &Run| {
            let words: String = letters[run.start as usize..run.end as usize].iter().collect();
            let over: String = run.over.iter().map(usize::to_string).collect();
            let ends: String = run.ends.iter().map(|place| format!("*{place}")).collect();
            if over.is_empty() {
                words
            } else {
                format!("[{over}:{words}]{ends}")
            }
        };
        let woven = weave(&leaves, places);
        let lines: Vec<String> = woven.iter().map(|runs| runs.iter().map(draw).collect()).collect();
        lines.join("/")
    }

    #[test]
    fn overlapping_marks_become_flat_runs() {
        let drawn = picture("abcdefgh", &[leaf(0, 8)], &[place(1, 5), place(3, 7)]);
        assert_eq!(drawn, "a[0:bc][01:de]*0[1:fg]*1h");
    }

    #[test]
    fn a_mark_inside_another_and_two_on_the_same_words() {
        let drawn = picture("abcdef", &[leaf(0, 6)], &[place(2, 4), place(0, 6), place(2, 4)]);
        assert_eq!(drawn, "[1:ab][102:cd]*0*2[1:ef]*1");
    }

    #[test]
    fn a_mark_over_two_paragraphs_ends_in_the_second() {
        let drawn = picture("abc\n\ndef", &[leaf(0, 3), leaf(5, 8)], &[place(1, 6)]);
        assert_eq!(drawn, "a[0:bc]/[0:d]*0ef");
    }

    #[test]
    fn a_mark_that_ends_in_a_gap_ends_before_it() {
        let drawn = picture("abc\n\ndef", &[leaf(0, 3), leaf(5, 8)], &[place(1, 4), place(3, 6)]);
        assert_eq!(drawn, "a[0:bc]*0/[1:d]*1ef");
    }

    #[test]
    fn the_number_of_a_mark_that_ends_with_a_link_stands_after_the_link() {
        let span = |start, end| Span {
            start,
            end,
            style: Style::Strong,
        };
        let leaf = Leaf {
            start: 0,
            end: 9,
            spans: vec![span(3, 6)],
        };
        let runs = weave(&[&leaf], &[place(4, 6), place(1, 4)]);
        let drawn: String = steps(&leaf, &runs[0])
            .iter()
            .map(|step| match step {
                Step::Open(_) => "<".to_owned(),
                Step::Close(_) => ">".to_owned(),
                Step::Point(_) => "!".to_owned(),
                Step::Words { start, end, over, .. } => {
                    format!("{}{over:?}", &"abcdefghi"[*start as usize..*end as usize])
                }
                Step::Ends(places) => format!("*{places:?}"),
            })
            .collect();
        assert_eq!(drawn, "a[]bc[1]<d[1]*[1]ef[0]>*[0]ghi[]");
    }

    proptest! {
        #[test]
        fn runs_are_the_text_and_a_marks_runs_are_its_words(
            lengths in prop::collection::vec((0u32..12, 0u32..3), 1..12),
            ranges in prop::collection::vec((0u32..120, 1u32..60), 0..12),
        ) {
            let mut at = 0;
            let mut leaves = Vec::new();
            for (length, gap) in lengths {
                leaves.push(leaf(at, at + length));
                at += length + gap;
            }
            let places: Vec<TextRange> = ranges.iter().map(|&(start, length)| place(start, start + length)).collect();
            let refs: Vec<&Leaf> = leaves.iter().collect();
            let woven = weave(&refs, &places);
            for (leaf, runs) in leaves.iter().zip(&woven) {
                let mut at = leaf.start;
                for run in runs {
                    prop_assert_eq!(run.start, at);
                    prop_assert!(run.end > run.start);
                    at = run.end;
                }
                prop_assert_eq!(at, leaf.end);
            }
            for (index, place) in places.iter().enumerate() {
                let under: Vec<u32> = woven.iter().flatten().filter(|run| run.over.contains(&index)).flat_map(|run| run.start..run.end).collect();
                let words: Vec<u32> = leaves.iter().flat_map(|leaf| leaf.start..leaf.end).filter(|at| (place.start()..place.end()).contains(at)).collect();
                prop_assert_eq!(under, words.clone());
                let count = |of: fn(&Run) -> &Vec<usize>| woven.iter().flatten().filter(|run| of(run).contains(&index)).count();
                let once = usize::from(!words.is_empty());
                prop_assert_eq!((count(|run| &run.begins), count(|run| &run.ends)), (once, once));
            }
        }
    }
}
