//! Which paragraph of a new version was which of the old one: kept in its order, moved, divided, joined.

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

use crate::alignment::{Alignment, MAIN};
use crate::body::{Block, Body, Leaf};
use crate::comparison::RowBlock;
use crate::fold::{Word, WordKind};

/// A paragraph, heading, item, cell… of a text that has words in it.
pub(crate) struct Part {
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) block: RowBlock,
    /// Which words of the text are its.
    pub(crate) words: Range<usize>,
    weight: u32,
}

/// A part of the old text, or some of it, became a part of the new one, or some of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Link {
    /// Numbers of the parts.
    pub(crate) old: usize,
    pub(crate) new: usize,
    pub(crate) moved: bool,
    /// Which words, of each text.
    pub(crate) old_words: Range<usize>,
    pub(crate) new_words: Range<usize>,
    /// What the words weigh that both have.
    weight: u32,
}

/// The parts of a body in reading order.
pub(crate) fn parts(body: &Body, words: &[Word]) -> Vec<Part> {
    let mut leaves = Vec::new();
    collect(&body.blocks, RowBlock::Paragraph, &mut leaves);
    let mut at = 0;
    let mut parts = Vec::with_capacity(leaves.len());
    for (leaf, block) in leaves {
        let start = at;
        while words.get(at).is_some_and(|word| word.start < leaf.end) {
            at += 1;
        }
        if start < at {
            parts.push(Part {
                start: leaf.start,
                end: leaf.end,
                block,
                words: start..at,
                weight: words[start..at].iter().map(|word| u32::from(word.weight)).sum(),
            });
        }
    }
    parts
}

/// The leaves of blocks, with what they are; a plain paragraph is what it stands in.
fn collect<'b>(blocks: &'b [Block], within: RowBlock, leaves: &mut Vec<(&'b Leaf, RowBlock)>) {
    for block in blocks {
        match block {
            Block::Heading { level, leaf } => leaves.push((leaf, RowBlock::Heading { level: *level })),
            Block::Paragraph { leaf } => leaves.push((leaf, within)),
            Block::Code { leaf, .. } => leaves.push((leaf, RowBlock::Code)),
            Block::Quote { blocks } => collect(blocks, RowBlock::Quote, leaves),
            Block::List { items, .. } => {
                let depth = match within {
                    RowBlock::Item { depth } => depth.saturating_add(1),
                    _ => 1,
                };
                for item in items {
                    collect(&item.blocks, RowBlock::Item { depth }, leaves);
                }
            }
            Block::Table { rows } => {
                for cell in rows.iter().flat_map(|row| &row.cells) {
                    collect(&cell.blocks, RowBlock::Cell, leaves);
                }
            }
            Block::Figure { caption, .. } => collect(caption, RowBlock::Caption, leaves),
            Block::Footnote { blocks, .. } => collect(blocks, RowBlock::Footnote, leaves),
            Block::Rule => {}
        }
    }
}

/// Which part became which, in the order of the new text. Those that have not moved never cross.
pub(crate) fn links(old: &Sides, new: &Sides, alignment: &Alignment) -> Vec<Link> {
    let mut links = believed(shared(old, new, alignment), old, new);
    links.sort_by_key(|link| (link.new, link.new_words.start));
    fill_gaps(&mut links, old, new);
    without_tangles(&mut links);
    divide(&mut links, old, |link| link.old, |link| &mut link.old_words);
    divide(&mut links, new, |link| link.new, |link| &mut link.new_words);
    links.sort_by_key(|link| (link.new, link.new_words.start));
    links
}

/// One text: its words and its parts.
pub(crate) struct Sides<'t> {
    pub(crate) words: &'t [Word],
    pub(crate) parts: &'t [Part],
}

/// Every pair of parts with words in common. The words of a link go from the first to the last of these.
fn shared(old: &Sides, new: &Sides, alignment: &Alignment) -> Vec<Link> {
    let mut part_of = vec![usize::MAX; new.words.len()];
    for (index, part) in new.parts.iter().enumerate() {
        part_of[part.words.clone()].fill(index);
    }
    let mut links: Vec<Link> = Vec::new();
    let mut known: HashMap<(usize, usize, bool), usize> = HashMap::new();
    for (index, part) in old.parts.iter().enumerate() {
        for at in part.words.clone() {
            let Some(to) = alignment.new_of(at) else { continue };
            let key = (index, part_of[to], alignment.group(at) != MAIN);
            if key.1 == usize::MAX {
                continue;
            }
            let weight = u32::from(old.words[at].weight);
            let link = *known.entry(key).or_insert_with(|| {
                links.push(Link {
                    old: key.0,
                    new: key.1,
                    moved: key.2,
                    old_words: at..at + 1,
                    new_words: to..to + 1,
                    weight: 0,
                });
                links.len() - 1
            });
            let link = &mut links[link];
            link.weight += weight;
            link.old_words.end = at + 1;
            link.new_words = link.new_words.start.min(to)..link.new_words.end.max(to + 1);
        }
    }
    links
}

/// Only the links that a person would believe: not a paragraph that shares "of the" with another.
fn believed(links: Vec<Link>, old: &Sides, new: &Sides) -> Vec<Link> {
    let best = |of: fn(&Link) -> usize, length: usize| {
        let mut best = vec![0_u32; length];
        for link in &links {
            best[of(link)] = best[of(link)].max(link.weight);
        }
        best
    };
    let (best_old, best_new) = (
        best(|link| link.old, old.parts.len()),
        best(|link| link.new, new.parts.len()),
    );
    let is_believed = |link: &Link| {
        let (then, now) = (old.parts[link.old].weight, new.parts[link.new].weight);
        let least = then.min(now);
        let mutual = link.weight == best_old[link.old] && link.weight == best_new[link.new];
        if link.moved {
            // A new part has moved, or it has not: it is not put together from what lay about.
            link.weight == best_new[link.new] && link.weight * 2 >= if mutual { least } else { now }
        } else {
            (mutual && link.weight * 4 >= least) || (link.weight >= 16 && link.weight * 2 >= least)
        }
    };
    let believed: Vec<Link> = links.iter().filter(|link| is_believed(link)).cloned().collect();
    let moved: BTreeSet<usize> = believed.iter().filter(|link| link.moved).map(|link| link.new).collect();
    believed
        .into_iter()
        .filter(|link| link.moved || !moved.contains(&link.new))
        .collect()
}

/// Where as many parts of the same kinds stand between two that stayed, each is the other: cells whose figure changed,
/// a heading with other words.
fn fill_gaps(links: &mut Vec<Link>, old: &Sides, new: &Sides) {
    let mut linked = (vec![false; old.parts.len()], vec![false; new.parts.len()]);
    for link in links.iter() {
        linked.0[link.old] = true;
        linked.1[link.new] = true;
    }
    let stayed: Vec<(usize, usize)> = links
        .iter()
        .filter(|link| !link.moved)
        .map(|link| (link.old, link.new))
        .collect();
    let mut from = (0, 0);
    let mut found = Vec::new();
    for (i, j) in stayed.into_iter().chain([(old.parts.len(), new.parts.len())]) {
        let free_old: Vec<usize> = (from.0..i).filter(|&part| !linked.0[part]).collect();
        let free_new: Vec<usize> = (from.1..j).filter(|&part| !linked.1[part]).collect();
        let pairs = || free_old.iter().copied().zip(free_new.iter().copied());
        let is_prose = |part: usize| matches!(old.parts[part].block, RowBlock::Paragraph | RowBlock::Quote);
        if free_old.len() == free_new.len()
            && pairs().all(|(i, j)| old.parts[i].block == new.parts[j].block)
            && (free_old.len() == 1 || !free_old.iter().any(|&part| is_prose(part)))
        {
            found.extend(pairs().map(|(i, j)| Link {
                old: i,
                new: j,
                moved: false,
                old_words: old.parts[i].words.clone(),
                new_words: new.parts[j].words.clone(),
                weight: 0,
            }));
        }
        from = (i + 1, j + 1);
    }
    links.extend(found);
    links.sort_by_key(|link| (link.new, link.new_words.start));
}

/// Lets go of links whose words lie among those of another, in the same part: nobody could read them apart.
fn without_tangles(links: &mut Vec<Link>) {
    let mut tangled = vec![false; links.len()];
    tangles(links, |link| (link.old, &link.old_words), &mut tangled);
    tangles(links, |link| (link.new, &link.new_words), &mut tangled);
    let mut tangled = tangled.into_iter();
    links.retain(|_| tangled.next() != Some(true));
}

/// Of two links whose words lie among one another, the lighter is tangled.
fn tangles(links: &[Link], side: fn(&Link) -> (usize, &Range<usize>), tangled: &mut [bool]) {
    let mut order: Vec<usize> = (0..links.len()).collect();
    order.sort_by_key(|&at| (side(&links[at]).0, side(&links[at]).1.start));
    let mut last: Option<usize> = None;
    for at in order {
        let (part, words) = side(&links[at]);
        let before = last.filter(|&before| {
            let (other, others) = side(&links[before]);
            other == part && words.start < others.end
        });
        match before {
            Some(before) if links[before].weight >= links[at].weight => tangled[at] = true,
            Some(before) => {
                tangled[before] = true;
                last = Some(at);
            }
            None => last = Some(at),
        }
    }
}

/// Gives every word of a part to one of its links: what lies between two goes, by sentences, to the one before.
fn divide(links: &mut [Link], side: &Sides, part: fn(&Link) -> usize, words: fn(&mut Link) -> &mut Range<usize>) {
    let mut order: Vec<usize> = (0..links.len()).collect();
    let start = |link: &mut Link| words(link).start;
    let starts: Vec<(usize, usize)> = links.iter_mut().map(|link| (part(link), start(link))).collect();
    order.sort_by_key(|&at| starts[at]);
    for (n, &at) in order.iter().enumerate() {
        let whole = &side.parts[part(&links[at])].words;
        if n == 0 || starts[order[n - 1]].0 != starts[at].0 {
            words(&mut links[at]).start = whole.start;
        }
        match order.get(n + 1) {
            Some(&next) if starts[next].0 == starts[at].0 => {
                let cut = seam(side.words, words(&mut links[at]).end, starts[next].1);
                words(&mut links[at]).end = cut;
                words(&mut links[next]).start = cut;
            }
            _ => words(&mut links[at]).end = whole.end,
        }
    }
}

/// Where to divide words that belong to neither side for sure: after the first sentence that ends there.
fn seam(words: &[Word], from: usize, to: usize) -> usize {
    let stop = (from.saturating_sub(1)..to).find(|&at| words[at].kind == WordKind::Stop);
    let mut at = stop.map_or(from, |stop| stop + 1);
    while at < to && words[at].is_glued && words[at].kind == WordKind::Sign {
        at += 1;
    }
    at
}
