//! Lists: keeps as items only what is one among several, and gives the others their sign back.

use super::marker::Marker;
use super::paragraphs::{Kind, Paragraph};

/// Looks again at every paragraph that begins with a sign.
pub(super) fn settle(paragraphs: &mut [Paragraph]) {
    let mut from = 0;
    while from < paragraphs.len() {
        let count = paragraphs[from..]
            .iter()
            .take_while(|paragraph| matches!(paragraph.kind, Kind::Item(_)))
            .count();
        settle_run(&mut paragraphs[from..from + count]);
        from += count.max(1);
    }
    for paragraph in paragraphs {
        let is_code = paragraph.lines.len() > 1 && paragraph.lines.iter().all(|(_, line)| line.mono);
        if is_code && paragraph.kind == Kind::Text {
            paragraph.kind = Kind::Code;
        }
    }
}

fn settle_run(run: &mut [Paragraph]) {
    let markers: Vec<Marker> = run
        .iter()
        .filter_map(|paragraph| match &paragraph.kind {
            Kind::Item(marker) => Some(marker.clone()),
            _ => None,
        })
        .collect();
    let hangs = run.iter().any(hangs);
    let indented = run
        .iter()
        .all(|item| item.first().x0 > item.first().left + 0.8 * item.first().size);
    for (index, paragraph) in run.iter_mut().enumerate() {
        let marker = &markers[index];
        let in_order = |other: Option<&Marker>, next: Option<&Marker>| match (other, next) {
            (Some(before), Some(after)) => after.follows(before),
            _ => false,
        };
        // Items of a list inside may stand between two of its items.
        let has_neighbour = (0..index).any(|at| in_order(markers.get(at), Some(marker)))
            || (index + 1..markers.len()).any(|at| in_order(Some(marker), markers.get(at)));
        let is_item = match marker {
            Marker::Bullet => true,
            // What somebody says begins with a dash as well; only a list sets it off.
            Marker::Dash => has_neighbour && (hangs || indented),
            Marker::Number { .. } => has_neighbour,
        };
        if !is_item {
            paragraph.kind = Kind::Text;
        }
    }
}

/// Its further lines stand below its words, not below its sign.
fn hangs(item: &Paragraph) -> bool {
    let first = item.first();
    item.lines[1..].first().is_some_and(|(_, line)| {
        line.x0 > first.x0 + 0.4 * first.size && (line.x0 - first.second()).abs() < 0.6 * first.size
    })
}
