//! Where the notes of a page stand in its margin: level with their words, in order, never over each other.

/// Between two notes, in points.
const GAP: f64 = 7.0;
/// A note that is higher than this share of the page does not stand in the margin as a whole.
const SHARE: f64 = 0.45;

/// A note that wants to stand on a page; heights and positions in points, downwards.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Wanted {
    /// Where its top should be.
    pub(super) level: f64,
    pub(super) height: f64,
    /// The height of its short form, where it has one.
    pub(super) short: Option<f64>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Form {
    Whole,
    Short,
    /// There is no room for it on this page.
    None,
}

/// The form and the top of each note, in their order; `page` is where the margin begins and ends.
pub(super) fn stack(wanted: &[Wanted], page: (f64, f64)) -> Vec<(Form, f64)> {
    let room = page.1 - page.0;
    let mut forms: Vec<(Form, f64)> = wanted
        .iter()
        .map(|note| match note.short {
            Some(short) if note.height > room * SHARE => (Form::Short, short),
            _ => (Form::Whole, note.height),
        })
        .collect();
    let taken = |forms: &[(Form, f64)]| -> f64 { forms.iter().map(|(_, height)| height + GAP).sum::<f64>() - GAP };
    // The highest are cut first: that leaves the most notes whole.
    let mut by_height: Vec<usize> = (0..wanted.len()).filter(|&at| forms[at].0 == Form::Whole).collect();
    by_height.sort_by(|&a, &b| wanted[a].height.total_cmp(&wanted[b].height));
    while taken(&forms) > room
        && let Some(highest) = by_height.pop()
    {
        if let Some(short) = wanted[highest].short.filter(|short| *short < wanted[highest].height) {
            forms[highest] = (Form::Short, short);
        }
    }
    let mut below = 0.0;
    for (form, height) in &mut forms {
        if below + *height > room {
            (*form, *height) = (Form::None, 0.0);
        } else {
            below += *height + GAP;
        }
    }
    let standing: Vec<usize> = (0..forms.len()).filter(|&at| forms[at].0 != Form::None).collect();
    let mut tops: Vec<f64> = wanted.iter().map(|note| note.level.max(page.0)).collect();
    let mut free = page.0;
    for &at in &standing {
        tops[at] = tops[at].max(free);
        free = tops[at] + forms[at].1 + GAP;
    }
    // What went over the foot of the page moves up, and moves up what is in its way.
    let mut foot = page.1;
    for &at in standing.iter().rev() {
        tops[at] = tops[at].min(foot - forms[at].1);
        foot = tops[at] - GAP;
    }
    forms
        .into_iter()
        .zip(tops)
        .map(|((form, _), top)| (form, top))
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn note(level: f64, height: f64, short: Option<f64>) -> Wanted {
        Wanted { level, height, short }
    }

    #[test]
    fn a_note_stands_level_with_its_words() {
        let stacked = stack(&[note(100.0, 30.0, None), note(300.0, 30.0, None)], (60.0, 780.0));
        assert_eq!(stacked, [(Form::Whole, 100.0), (Form::Whole, 300.0)]);
    }

    #[test]
    fn a_note_that_another_one_covers_moves_down() {
        let stacked = stack(&[note(100.0, 30.0, None), note(110.0, 30.0, None)], (60.0, 780.0));
        assert_eq!(stacked, [(Form::Whole, 100.0), (Form::Whole, 137.0)]);
    }

    #[test]
    fn notes_at_the_foot_of_the_page_move_up() {
        let stacked = stack(&[note(730.0, 30.0, None), note(770.0, 40.0, None)], (60.0, 780.0));
        assert_eq!(stacked, [(Form::Whole, 703.0), (Form::Whole, 740.0)]);
    }

    #[test]
    fn a_long_note_begins_in_the_margin_and_goes_on_elsewhere() {
        let stacked = stack(&[note(100.0, 500.0, Some(40.0))], (60.0, 780.0));
        assert_eq!(stacked, [(Form::Short, 100.0)]);
    }

    #[test]
    fn the_highest_notes_are_cut_until_all_have_room() {
        let wanted = [
            note(100.0, 300.0, Some(40.0)),
            note(200.0, 290.0, Some(40.0)),
            note(300.0, 200.0, None),
        ];
        let forms: Vec<Form> = stack(&wanted, (60.0, 780.0)).iter().map(|(form, _)| *form).collect();
        assert_eq!(forms, [Form::Short, Form::Whole, Form::Whole]);
    }

    proptest! {
        #[test]
        fn no_note_covers_another_or_leaves_the_page(
            mut notes in prop::collection::vec((0.0..900.0_f64, 1.0..400.0_f64, prop::option::of(1.0..60.0_f64)), 0..60)
        ) {
            notes.sort_by(|a, b| a.0.total_cmp(&b.0));
            let wanted: Vec<Wanted> = notes.into_iter().map(|(level, height, short)| note(level, height, short)).collect();
            let (from, to) = (60.0, 780.0);
            let mut free = from;
            for ((form, top), wanted) in stack(&wanted, (from, to)).into_iter().zip(&wanted) {
                let height = match form {
                    Form::Whole => wanted.height,
                    Form::Short => wanted.short.unwrap_or(f64::NAN),
                    Form::None => continue,
                };
                prop_assert!(top >= free - 1e-6, "{top} is above {free}");
                prop_assert!(top + height <= to + 1e-6);
                free = top + height + GAP;
            }
        }
    }
}
