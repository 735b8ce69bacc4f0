//! Marks in a new version of a text: one table, in pictures. `⟦ ⟧` is the mark; in the new text where it must stand, or
//! all places that it may be.

#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

use obelus_core::placement::Placement::{self, Ambiguous, Edited, Kept, Lost, Moved};
use obelus_core::relocate::{Relocated, relocate};
use obelus_core::text::{Text, TextRange};
use proptest::prelude::*;

/// Takes `⟦ ⟧` out of a picture: the text, and every range that stood between them.
fn picture(picture: &str) -> (Text, Vec<TextRange>) {
    let (mut words, mut open, mut edges) = (String::new(), 0, Vec::new());
    for c in picture.chars() {
        let at = words.chars().count() as u32;
        match c {
            '⟦' => open = at,
            '⟧' => edges.push((open, at)),
            _ => words.push(c),
        }
    }
    let text = Text::new(words);
    let ranges = edges
        .iter()
        .map(|(start, end)| TextRange::new(&text, *start, *end).unwrap());
    let ranges = ranges.collect();
    (text, ranges)
}

fn relocated(old: &str, new: &str) -> (Text, Vec<Relocated>) {
    let ((old, marks), (new, _)) = (picture(old), picture(new));
    let found = relocate(&old, &new, &marks, &|| false).unwrap();
    (new, found)
}

#[track_caller]
fn check(old: &str, new: &str, placement: Placement) {
    let (text, found) = relocated(old, new);
    let (_, wanted) = picture(new);
    let found = &found[0];
    let there = found.range.map(|range| text.slice(range));
    assert_eq!(found.placement, placement, "{old} -> {new}: {there:?}, {found:?}");
    match placement {
        Kept | Moved | Edited => assert_eq!(found.range, Some(wanted[0]), "{old} -> {new}: {there:?}"),
        Ambiguous => {
            let mut candidates: Vec<_> = found.candidates.iter().map(|candidate| candidate.range).collect();
            candidates.sort();
            assert_eq!(candidates, wanted, "{old} -> {new}");
        }
        Lost => assert_eq!(found.candidates, [], "{old} -> {new}"),
    }
}

/// A draft of some length, so that there is something around the paragraphs that change.
const DRAFT: [&str; 6] = [
    "Sam Altman est de retour à la tête d'OpenAI, cinq jours après son éviction par le conseil.",
    "Ce licenciement aurait pu mettre à mal le partenariat avec Microsoft, qui détient 49% des parts de l'entreprise.",
    "La très grande majorité des employés a menacé de quitter l'entreprise en cas de départ effectif.",
    "Greg Brockman, cofondateur et président, avait lui aussi quitté la société vendredi soir.",
    "En 2019, Microsoft avait investi 1 milliard de dollars, puis 10 milliards de plus en 2023.",
    "Le nouveau conseil d'administration sera présidé par Bret Taylor, ancien de Salesforce.",
];

/// The draft with one paragraph in place of another.
fn draft(at: usize, paragraph: &str) -> String {
    let mut paragraphs = DRAFT.map(str::to_owned);
    paragraphs[at] = paragraph.to_owned();
    paragraphs.join("\n\n")
}

/// The draft with its paragraphs in this order, and one of them replaced.
fn order(of: &[usize], at: usize, paragraph: &str) -> String {
    let words = |index: &usize| if *index == at { paragraph } else { DRAFT[*index] };
    of.iter().map(words).collect::<Vec<_>>().join("\n\n")
}

#[test]
fn a_text_that_is_the_same_keeps_every_mark() {
    check("The stake is ⟦49%⟧ today.", "The stake is ⟦49%⟧ today.", Kept);
    check("⟦One⟧", "⟦One⟧", Kept);
    check(
        "⟦The whole text, from end to end.⟧",
        "⟦The whole text, from end to end.⟧",
        Kept,
    );
    check("a a a ⟦a⟧ a a", "a a a ⟦a⟧ a a", Kept);
    check(
        &draft(1, "qui détient ⟦49% des parts⟧."),
        &draft(1, "qui détient ⟦49% des parts⟧."),
        Kept,
    );
}

#[test]
fn a_changed_number_is_an_edit_not_a_match() {
    check("The stake is ⟦49%⟧ today.", "The stake is ⟦51%⟧ today.", Edited);
    check(
        "Il détient ⟦49% des parts⟧ du groupe.",
        "Il détient ⟦51% des parts⟧ du groupe.",
        Edited,
    );
    check("The total is ⟦1,000⟧ people.", "The total is ⟦1.000⟧ people.", Edited);
    check("The total is ⟦10 000⟧ people.", "The total is ⟦10 001⟧ people.", Edited);
    check("It rose by ⟦4.9%⟧ in May.", "It rose by ⟦4.8%⟧ in May.", Edited);
    check("It rose by ⟦4⟧ points.", "It rose by ⟦4.5⟧ points.", Edited);
    check(
        "They met on ⟦12 May 2023⟧ in Paris.",
        "They met on ⟦12 May 2024⟧ in Paris.",
        Edited,
    );
    check("They met at ⟦12:30⟧ in Paris.", "They met at ⟦12:45⟧ in Paris.", Edited);
    check("Since ⟦1998⟧ it has grown.", "Since ⟦1989⟧ it has grown.", Edited);
}

#[test]
fn a_changed_unit_is_an_edit() {
    check("It weighs ⟦5 kg⟧ at most.", "It weighs ⟦5 lb⟧ at most.", Edited);
    check("It runs ⟦5km⟧ a day.", "It runs ⟦5mi⟧ a day.", Edited);
    check(
        "It cost ⟦10 millions⟧ in all.",
        "It cost ⟦10 milliards⟧ in all.",
        Edited,
    );
    check("It covers ⟦12 m²⟧ of floor.", "It covers ⟦12 m³⟧ of floor.", Edited);
    check("It cost ⟦$10⟧ there.", "It cost ⟦€10⟧ there.", Edited);
}

#[test]
fn a_sign_or_a_unit_right_beside_the_mark_is_an_edit_too() {
    check("It was ⟦49⟧% of all.", "It was ⟦49⟧‰ of all.", Edited);
    check("It was ⟦5⟧ degrees.", "It was ⟦-5⟧ degrees.", Edited);
    check("They made ⟦10⟧ in a year.", "They made ⟦$10⟧ in a year.", Edited);
}

#[test]
fn a_negation_is_an_edit() {
    check(
        "The firm ⟦did pay tax⟧ there.",
        "The firm ⟦did not pay tax⟧ there.",
        Edited,
    );
    check(
        "The firm did ⟦pay tax⟧ there.",
        "The firm did ⟦not pay tax⟧ there.",
        Edited,
    );
    check("Il ⟦a démissionné⟧ hier.", "Il ⟦n'a pas démissionné⟧ hier.", Edited);
    check("He was ⟦never convicted⟧ of it.", "He was ⟦convicted⟧ of it.", Edited);
    check(
        "Ils ont agi ⟦avec accord⟧ du juge.",
        "Ils ont agi ⟦sans accord⟧ du juge.",
        Edited,
    );
}

#[test]
fn a_changed_name_is_an_edit() {
    check(
        "It was ⟦signed by Mira Murati⟧ then.",
        "It was ⟦signed by Emmett Shear⟧ then.",
        Edited,
    );
    check(
        "It was ⟦Greg Brockman⟧ who left.",
        "It was ⟦Greg Brockmann⟧ who left.",
        Edited,
    );
    check(
        "The summit in ⟦Genève⟧ failed.",
        "The summit in ⟦Gênes⟧ failed.",
        Edited,
    );
    check(
        "It came out in ⟦May⟧ they said.",
        "It came out in ⟦may⟧ they said.",
        Edited,
    );
}

#[test]
fn an_edit_is_found_even_where_the_old_words_stand_elsewhere() {
    check(
        "Microsoft holds ⟦49%⟧ of OpenAI. The staff holds 49% of the rest.",
        "Microsoft holds ⟦51%⟧ of OpenAI. The staff holds 49% of the rest.",
        Edited,
    );
    check(
        "The staff holds 49% of the rest. Microsoft holds ⟦49%⟧ of OpenAI.",
        "The staff holds 49% of the rest. Microsoft holds ⟦51%⟧ of OpenAI.",
        Edited,
    );
    check(
        "It holds ⟦49% of the shares⟧ today.",
        "It holds ⟦51% of the shares⟧ today. A year ago it was 49% of the shares.",
        Edited,
    );
    check(
        &draft(1, "Microsoft, qui détient ⟦49%⟧ des parts."),
        &(draft(1, "Microsoft, qui détient ⟦51%⟧ des parts.") + "\n\nL'État en garde 49% aussi."),
        Edited,
    );
    check(
        "| 2022 | ⟦10⟧ |\n| 2023 | 12 |\n| 2024 | 14 |",
        "| 2022 | ⟦11⟧ |\n| 2023 | 12 |\n| 2024 | 10 |",
        Edited,
    );
}

#[test]
fn of_twin_paragraphs_one_word_apart_each_keeps_its_own() {
    let old = |one: &str, other: &str| {
        format!("In Paris the price rose {one} last year.\n\nIn Lyon the price rose {other} last year.")
    };
    check(&old("⟦by 4%⟧", "by 4%"), &old("⟦by 4%⟧", "by 4%"), Kept);
    check(&old("by 4%", "⟦by 4%⟧"), &old("by 4%", "⟦by 4%⟧"), Kept);
    check(&old("⟦by 4%⟧", "by 4%"), &old("⟦by 5%⟧", "by 4%"), Edited);
    check(&old("by 4%", "⟦by 4%⟧"), &old("by 5%", "⟦by 4%⟧"), Kept);
    check(
        &old("⟦by 4%⟧", "by 4%"),
        "In Lyon the price rose by 4% last year.",
        Lost,
    );
    check(
        &old("by 4%", "⟦by 4%⟧"),
        "In Lyon the price rose ⟦by 4%⟧ last year.",
        Kept,
    );
}

#[test]
fn the_same_words_before_and_other_words_after() {
    check(
        "He said that ⟦the bank⟧ was closed.\n\nHe said that the bank was robbed.",
        "He said that the bank was robbed.\n\nAnd more.",
        Lost,
    );
    check(
        "He said that the bank was closed.\n\nHe said that ⟦the bank⟧ was robbed.",
        "He said that ⟦the bank⟧ was robbed.\n\nAnd more.",
        Kept,
    );
    check(
        "First ⟦the plan⟧ failed. Then the plan worked.",
        "First ⟦the idea⟧ failed. Then the plan worked.",
        Edited,
    );
}

#[test]
fn a_short_quote_is_not_found_in_unrelated_text() {
    let unrelated = "Recipes for the week: soups, the salad and the cake. On 3 June we bake. It takes 20 minutes.";
    check("The stake ⟦is 49%⟧ today, says Microsoft.", unrelated, Lost);
    check("He resigned ⟦on 3⟧ May from his post in Geneva.", unrelated, Lost);
    check("Altman ⟦the⟧ chief returned after five days away.", unrelated, Lost);
    check(&draft(1, "Il détient ⟦49% des parts⟧ depuis."), unrelated, Lost);
}

#[test]
fn words_put_in_or_taken_out_within_the_mark_are_an_edit() {
    check(
        "Le groupe ⟦détient 49% des parts⟧ du capital.",
        "Le groupe ⟦détient désormais 49% des parts⟧ du capital.",
        Edited,
    );
    check(
        "Le groupe ⟦détient désormais 49% des parts⟧ du capital.",
        "Le groupe ⟦détient 49% des parts⟧ du capital.",
        Edited,
    );
    check(
        "They ⟦sold the house⟧ in June.",
        "They ⟦sold half of the house⟧ in June.",
        Edited,
    );
    check(
        "It was ⟦a small, cheap and quiet car⟧ then.",
        "It was ⟦a small and quiet car⟧ then.",
        Edited,
    );
    check(
        "It was ⟦said (twice) to all⟧ then.",
        "It was ⟦said to all⟧ then.",
        Edited,
    );
}

#[test]
fn words_beside_the_mark_do_not_touch_it() {
    check(
        "Le groupe détient ⟦49% des parts⟧.",
        "Le grand groupe détient ⟦49% des parts⟧.",
        Kept,
    );
    check("It is ⟦49%⟧ today.", "It is ⟦49%⟧ today, we hear.", Kept);
    check("It is ⟦49%⟧ today.", "Well, it is ⟦49%⟧ today.", Kept);
    check(
        "Paris. ⟦It is 49%.⟧ Next.",
        "Paris. ⟦It is 49%.⟧ So it was in May. Next.",
        Kept,
    );
    check(
        "Paris. ⟦It is 49%.⟧ Next.",
        "Paris. So it was in May. ⟦It is 49%.⟧ Next.",
        Kept,
    );
    check("He said ⟦yes⟧ and left.", "He then said ⟦yes⟧ and quickly left.", Kept);
}

#[test]
fn a_paragraph_put_in_or_taken_out_before_it_moves_nothing() {
    let mark = "Ce licenciement: Microsoft détient ⟦49% des parts⟧.";
    check(
        &draft(1, mark),
        &("Un chapeau tout neuf.\n\n".to_owned() + &draft(1, mark)),
        Kept,
    );
    check(&draft(1, mark), &order(&[1, 2, 3, 4, 5], 1, mark), Kept);
    check(&draft(4, mark), &order(&[0, 2, 4, 5], 4, mark), Kept);
    check(&draft(4, mark), &(draft(4, mark) + "\n\nUne fin."), Kept);
}

#[test]
fn a_block_that_moved_takes_its_marks_along() {
    let mark = "Ce licenciement aurait pu mettre à mal le partenariat avec Microsoft, qui détient ⟦49% des parts⟧.";
    check(&draft(1, mark), &order(&[0, 2, 3, 4, 5, 1], 1, mark), Moved);
    check(&draft(1, mark), &order(&[1, 0, 2, 3, 4, 5], 1, mark), Moved);
    check(&draft(4, mark), &order(&[4, 0, 1, 2, 3, 5], 4, mark), Moved);
    check(
        "Un. ⟦Il a plu trois jours de suite sur Lyon.⟧ Deux mots encore ici. Trois de plus là-bas, dit-on.",
        "Un. Deux mots encore ici. Trois de plus là-bas, dit-on. ⟦Il a plu trois jours de suite sur Lyon.⟧",
        Moved,
    );
}

#[test]
fn a_block_that_moved_and_changed_is_followed_and_flagged() {
    let old = "Ce licenciement aurait pu mettre à mal le partenariat avec Microsoft, qui détient ⟦49% des parts⟧ de la firme.";
    let new = "Ce licenciement aurait pu mettre à mal le partenariat avec Microsoft, qui détient ⟦51% des parts⟧ de la firme.";
    check(&draft(1, old), &order(&[0, 2, 3, 4, 5, 1], 1, new), Edited);
    check(&draft(1, old), &order(&[1, 0, 2, 3, 4, 5], 1, new), Edited);
}

#[test]
fn swapped_sentences_and_swapped_items_keep_their_marks() {
    check(
        "- The ⟦first⟧ item is about bread and its price.\n- The second one is on milk from the north, and on the butter that they make of it.\n- A third, on eggs.",
        "- The second one is on milk from the north, and on the butter that they make of it.\n- The ⟦first⟧ item is about bread and its price.\n- A third, on eggs.",
        Moved,
    );
    check(
        "- The first item is about bread and its price.\n- The ⟦second⟧ one is on milk from the north, and on the butter that they make of it.\n- A third, on eggs.",
        "- The ⟦second⟧ one is on milk from the north, and on the butter that they make of it.\n- The first item is about bread and its price.\n- A third, on eggs.",
        Kept,
    );
}

#[test]
fn what_was_deleted_is_lost_and_not_put_somewhere() {
    check(
        &draft(1, "Il détient ⟦49% des parts⟧."),
        &order(&[0, 2, 3, 4, 5], 1, ""),
        Lost,
    );
    check(
        "One. ⟦Two is gone now.⟧ Three stays here.",
        "One. Three stays here.",
        Lost,
    );
    check(
        "One. Two has ⟦49% of it⟧. Three stays here.",
        "One. Three stays here.",
        Lost,
    );
    check(
        "He came, ⟦as he had promised,⟧ and left at noon.",
        "He came and left at noon.",
        Lost,
    );
    check("⟦The end.⟧", "", Lost);
    check("Only ⟦this⟧", "Something else", Lost);
    check(
        "The price rose ⟦by 4%⟧. The wage fell by 3%. It rained.",
        "The wage fell by 3%. It rained.",
        Lost,
    );
}

#[test]
fn a_deleted_passage_is_lost_though_its_twin_stays() {
    check(
        "Microsoft holds ⟦49%⟧ of OpenAI, they say. The staff holds 49% of the rest, we hear.",
        "The staff holds 49% of the rest, we hear.",
        Lost,
    );
    check(
        "The staff holds 49% of the rest, we hear. Microsoft holds ⟦49%⟧ of OpenAI, they say.",
        "The staff holds 49% of the rest, we hear.",
        Lost,
    );
}

#[test]
fn a_rewritten_quote_between_neighbours_that_stayed_is_found() {
    check(
        "On a annoncé que ⟦la très grande majorité des employés⟧ menaçait de partir.",
        "On a annoncé que ⟦plus de 700 salariés sur 770⟧ menaçait de partir.",
        Edited,
    );
    check(
        &draft(
            2,
            "Il y eut un manque d'honnêteté ⟦vis-à-vis des actionnaires majoritaires⟧ de la firme.",
        ),
        &draft(
            2,
            "Il y eut un manque d'honnêteté ⟦envers son conseil d'administration⟧.",
        ),
        Edited,
    );
    check(
        &draft(
            2,
            "L'entreprise, où ⟦la très grande majorité des employés⟧ a menacé de partir.",
        ),
        &draft(
            2,
            "L'entreprise, où ⟦plus de 700 des 770 employés⟧ ont menacé de partir.",
        ),
        Edited,
    );
    check("It was ⟦the worst⟧ of all.", "It was ⟦a fine year⟧ of all.", Edited);
    check(
        "Title\n\n⟦Old lead.⟧\n\nBody goes on.",
        "Title\n\n⟦New opening!⟧\n\nBody goes on.",
        Edited,
    );
}

#[test]
fn a_line_break_or_a_space_of_another_kind_is_no_change() {
    check("It was ⟦one long line⟧ here.", "It was ⟦one\nlong line⟧ here.", Kept);
    check("It was ⟦one\nlong line⟧ here.", "It was ⟦one long line⟧ here.", Kept);
    check(
        "Il détient ⟦49 % des parts⟧ ici.",
        "Il détient ⟦49\u{a0}% des parts⟧ ici.",
        Kept,
    );
    check(
        "Il détient ⟦49\u{202f}% des parts⟧ ici.",
        "Il détient ⟦49% des parts⟧ ici.",
        Kept,
    );
    check("Some ⟦10 000 people⟧ came.", "Some ⟦10\u{202f}000 people⟧ came.", Kept);
    check("a  ⟦b   c⟧  d", "a ⟦b c⟧ d", Kept);
    check("one\r\n⟦two⟧\r\nthree", "one\n⟦two⟧\nthree", Kept);
}

#[test]
fn a_soft_hyphen_or_composed_accents_are_no_change() {
    check("La ⟦coopération⟧ dure.", "La ⟦co\u{ad}opé\u{ad}ration⟧ dure.", Kept);
    check("Un ⟦été⟧ chaud.", "Un ⟦e\u{301}te\u{301}⟧ chaud.", Kept);
    check("Un ⟦e\u{301}te\u{301}⟧ chaud.", "Un ⟦été⟧ chaud.", Kept);
    check("Un mot ⟦à zéro\u{200b}⟧ ici.", "Un mot ⟦à zéro⟧ ici.", Kept);
}

#[test]
fn other_quotation_marks_or_dashes_are_told_but_are_the_same_words() {
    for (old, new) in [
        ("C'est ⟦l'accord⟧ du jour.", "C’est ⟦l’accord⟧ du jour."),
        ("He said ⟦\"yes, now\"⟧ to it.", "He said ⟦“yes, now”⟧ to it."),
        ("Il dit ⟦«oui»⟧ à tout.", "Il dit ⟦“oui”⟧ à tout."),
        ("From ⟦10-15 May⟧ on.", "From ⟦10–15 May⟧ on."),
        ("A fact ⟦- a hard one -⟧ here.", "A fact ⟦— a hard one —⟧ here."),
    ] {
        check(old, new, Edited);
        assert_eq!(
            relocated(old, new).1[0].reason,
            obelus_core::placement::Reason::Typography,
            "{old}"
        );
    }
}

#[test]
fn an_accent_or_a_letter_more_is_an_edit() {
    check("Il a ⟦évité⟧ cela.", "Il a ⟦évite⟧ cela.", Edited);
    check("They ⟦walk⟧ home.", "They ⟦walked⟧ home.", Edited);
}

#[test]
fn emoji_ruby_and_other_scripts() {
    check("Voilà ⟦👩‍👩‍👧 ensemble⟧ ici.", "Voilà ⟦👩‍👩‍👧 ensemble⟧ là.", Kept);
    check("Voilà ⟦👩‍👩‍👧⟧ ici.", "Voilà ⟦👩‍👩‍👦⟧ ici.", Edited);
    check("Le ⟦🇫🇷⟧ gagne.", "Le ⟦🇧🇪⟧ gagne.", Edited);
    check(
        "وقال ⟦الوزير الجديد⟧ إن الخطة جاهزة.",
        "وقال أمس ⟦الوزير الجديد⟧ إن الخطة جاهزة.",
        Kept,
    );
    check("بلغت النسبة ⟦٤٩٪⟧ هذا العام.", "بلغت النسبة ⟦٥١٪⟧ هذا العام.", Edited);
    check("המחיר עלה ⟦ב-4 אחוזים⟧ השנה.", "המחיר עלה ⟦ב-5 אחוזים⟧ השנה.", Edited);
    check("यह ⟦सही बात⟧ है।", "अब यह ⟦सही बात⟧ है।", Kept);
    check("東京の⟦人口は1400万人⟧です。", "いま東京の⟦人口は1400万人⟧です。", Kept);
    check("東京の⟦人口は1400万人⟧です。", "東京の⟦人口は1300万人⟧です。", Edited);
    check("ราคาขึ้น⟦4 บาท⟧ วันนี้", "ราคาขึ้น⟦5 บาท⟧ วันนี้", Edited);
}

#[test]
fn a_mark_across_paragraphs_stays_across_them() {
    check(
        "One ends ⟦here.\n\nTwo begins⟧ there.",
        "One ends ⟦here.\n\nTwo begins⟧ there again.",
        Kept,
    );
    check(
        "One ends ⟦here.\n\nTwo begins⟧ there.",
        "One ends ⟦here.\n\nIn between.\n\nTwo begins⟧ there.",
        Edited,
    );
    check(
        "One ends ⟦here.\n\nTwo begins⟧ there.",
        "One ends ⟦here. Two begins⟧ there.",
        Kept,
    );
}

#[test]
fn a_mark_may_begin_or_end_within_a_word() {
    check(
        "The foot⟦ball⟧ match went on.",
        "The old foot⟦ball⟧ match went on.",
        Kept,
    );
    check("An e-⟦mail⟧ came in.", "Then an e-⟦mail⟧ came in.", Kept);
    check("See ⟦www.joyent⟧.com for it.", "See ⟦www.triton⟧.com for it.", Edited);
}

#[test]
fn the_same_words_twice_in_the_same_surroundings_are_for_the_person_to_tell_apart() {
    check(
        "Intro words here.\n\nThe rate was ⟦49%⟧ then.\n\nA closing line of text.",
        "Entirely other opening.\n\nAll said: it was 49% in May.\n\nNothing here remains at all of it.",
        Lost,
    );
    check(
        "Before it all began.\n\nThe new plan costs ⟦ten million euros⟧ a year.\n\nAfter it all ended.",
        "Something wholly else stands up here.\n\nThe old plan costs ⟦ten million euros⟧ a week.\n\nMore that is new and strange.\n\nThe big plan costs ⟦ten million euros⟧ a week.\n\nThe rest of this is new too.",
        Ambiguous,
    );
}

#[test]
fn an_edit_nearby_leaves_the_mark_alone() {
    check(
        "The firm grew fast. Its stake is ⟦49%⟧ today.",
        "The firm shrank fast. Its stake is ⟦49%⟧ today.",
        Kept,
    );
    check(
        &draft(1, "Il possède ⟦49% des parts⟧ du groupe."),
        &draft(1, "Il détient ⟦49% des parts⟧ de la firme."),
        Kept,
    );
    check(
        "# ⟦Title⟧\n\nBody of the text.",
        "# ⟦Title⟧\n\nAnother body, longer, of the text.",
        Kept,
    );
    check("He, ⟦49⟧, was born in Metz.", "She, ⟦49⟧, was born in Metz.", Kept);
    check(
        "See [⟦the report⟧](https://a.example/1).",
        "See [⟦the report⟧](https://b.example/2).",
        Kept,
    );
}

#[test]
fn rows_of_a_table_and_items_of_a_list_are_told_apart() {
    let table = |rows: &[&str]| rows.join("\n");
    check(
        &table(&["Town\tRate", "Metz\t⟦12%⟧", "Lyon\t12%", "Nice\t9%"]),
        &table(&["Town\tRate", "Metz\t⟦12%⟧", "Lyon\t13%", "Nice\t9%"]),
        Kept,
    );
    check(
        &table(&["Town\tRate", "Metz\t12%", "Lyon\t⟦12%⟧", "Nice\t9%"]),
        &table(&["Town\tRate", "Metz\t12%", "Lyon\t⟦13%⟧", "Nice\t9%"]),
        Edited,
    );
    check(
        &table(&["Town\tRate", "Metz\t12%", "Lyon\t⟦12%⟧", "Nice\t9%"]),
        &table(&["Town\tRate", "Metz\t12%", "Nice\t9%"]),
        Lost,
    );
    check(
        &table(&["- milk", "- ⟦eggs⟧", "- bread", "- salt"]),
        &table(&["- milk", "- flour", "- ⟦eggs⟧", "- bread", "- salt"]),
        Kept,
    );
}

#[test]
fn a_thousand_marks_all_edited_are_each_found() {
    let line = |number: usize, value: usize| {
        format!("In town {number} the rate of the year was {value}% by the count of June.")
    };
    let text = |plus: usize| {
        Text::new(
            (0..1_000)
                .map(|n| line(n, n % 40 + plus))
                .collect::<Vec<_>>()
                .join("\n"),
        )
    };
    let (old, new) = (text(10), text(50));
    let figures = |text: &Text| -> Vec<TextRange> {
        let words = text.as_str();
        let at = words.match_indices("was ").map(|(at, _)| at as u32 + 4);
        at.map(|at| TextRange::new(text, at, at + 3).unwrap()).collect()
    };
    let found = relocate(&old, &new, &figures(&old), &|| false).unwrap();
    for (found, wanted) in found.iter().zip(figures(&new)) {
        assert_eq!((found.placement, found.range), (Edited, Some(wanted)));
    }
}

#[test]
fn a_lost_mark_knows_what_stands_between_its_neighbours() {
    let (new, found) = relocated("One two. ⟦Three is gone.⟧ Four five six.", "One two. Four five six.");
    let gap = found[0].gap.unwrap();
    assert_eq!(new.between(0, gap.start), "One two.");
    assert_eq!(new.between(gap.end, new.len()), "Four five six.");
}

#[test]
fn it_stops_when_it_is_asked_to() {
    let (old, marks) = picture("The stake is ⟦49%⟧ today.");
    assert!(relocate(&old, &old, &marks, &|| true).is_err());
}

fn paragraphs() -> impl Strategy<Value = Vec<String>> {
    let word = prop_oneof![
        "[a-e]{1,3}",
        "[0-9]{1,3}",
        Just("été".to_owned()),
        Just("👩‍👧".to_owned()),
        Just("क्षि".to_owned())
    ];
    let paragraph = prop::collection::vec(word, 3..14).prop_map(|words| words.join(" ") + ".");
    prop::collection::vec(paragraph, 1..8)
}

/// Ranges that a person could have marked.
fn some_marks(text: &Text, seeds: &[(u32, u32)]) -> Vec<TextRange> {
    let length = text.len();
    let at = seeds
        .iter()
        .map(|(a, b)| (a % length, (a % length + 1 + b % 20).min(length)));
    at.filter_map(|(start, end)| text.selection(start, end).ok()).collect()
}

proptest! {
    #[test]
    fn onto_the_same_text_everything_is_kept(paragraphs in paragraphs(), seeds in prop::collection::vec((0u32..400, 0u32..20), 1..6)) {
        let text = Text::new(paragraphs.join("\n\n"));
        let marks = some_marks(&text, &seeds);
        for (mark, found) in marks.iter().zip(relocate(&text, &text, &marks, &|| false).unwrap()) {
            prop_assert_eq!((found.placement, found.range), (Kept, Some(*mark)));
        }
    }

    #[test]
    fn what_is_placed_is_always_a_range_of_the_text(old in paragraphs(), new in paragraphs(), seeds in prop::collection::vec((0u32..400, 0u32..20), 1..6)) {
        let (old, new) = (Text::new(old.join("\n\n")), Text::new(new.join("\n\n")));
        let marks = some_marks(&old, &seeds);
        for found in relocate(&old, &new, &marks, &|| false).unwrap() {
            let is_placed = matches!(found.placement, Kept | Moved | Edited);
            prop_assert_eq!(found.range.is_some(), is_placed);
            prop_assert_eq!(!found.candidates.is_empty(), found.placement == Ambiguous);
            for range in found.range.into_iter().chain(found.candidates.iter().map(|candidate| candidate.range)) {
                prop_assert!(new.admit(range).is_ok());
            }
            if let Some(gap) = found.gap {
                prop_assert!(gap.start <= gap.end && gap.end <= new.len());
            }
        }
    }

    #[test]
    fn paragraphs_put_in_taken_out_or_swapped_leave_the_others_alone(
        seeds in prop::collection::vec((0u32..4000, 0u32..20), 1..6),
        order in Just((0..12usize).collect::<Vec<_>>()).prop_shuffle(),
        gone in prop::collection::btree_set(0usize..12, 0..4),
    ) {
        // Paragraphs that a reader could tell apart.
        let paragraph = |n: usize| format!("Paragraph {n} speaks of town{n} where person{n} counted {} houses in year{n} with care{n}.", n * 37);
        let old = Text::new((0..12).map(paragraph).collect::<Vec<_>>().join("\n\n"));
        let stays: Vec<usize> = order.into_iter().filter(|n| !gone.contains(n)).collect();
        let new = Text::new(stays.iter().map(|n| paragraph(*n)).collect::<Vec<_>>().join("\n\n") + "\n\nA new one at the end.");
        let starts = |text: &Text, n: usize| text.places_of(&paragraph(n)).first().map(|range| range.start());
        let marks: Vec<TextRange> = some_marks(&old, &seeds).into_iter().filter(|mark| !old.slice(*mark).contains('\n')).collect();
        for (mark, found) in marks.iter().zip(relocate(&old, &new, &marks, &|| false).unwrap()) {
            let Some(of) = (0..12).rev().find(|n| starts(&old, *n).unwrap() <= mark.start()) else { continue };
            match starts(&new, of) {
                Some(start) => {
                    let there = start + (mark.start() - starts(&old, of).unwrap());
                    prop_assert!(matches!(found.placement, Kept | Moved), "{:?} {:?}", old.slice(*mark), found);
                    prop_assert_eq!(found.range.map(|range| range.start()), Some(there));
                    prop_assert_eq!(new.slice(found.range.unwrap()), old.slice(*mark));
                }
                None => prop_assert!(found.range.is_none(), "{:?} is gone: {:?}", old.slice(*mark), found.range.map(|range| new.slice(range))),
            }
        }
    }

    #[test]
    fn there_and_back_is_where_it_was(old in paragraphs(), new in paragraphs(), seeds in prop::collection::vec((0u32..400, 0u32..20), 1..6)) {
        let mixed: Vec<String> = old.iter().chain(&new).cloned().collect();
        let (old, new) = (Text::new(old.join("\n\n")), Text::new(mixed.join("\n\n")));
        let marks = some_marks(&old, &seeds);
        for (mark, found) in marks.iter().zip(relocate(&old, &new, &marks, &|| false).unwrap()) {
            let Some(there) = found.range.filter(|_| found.placement == Kept) else { continue };
            let back = relocate(&new, &old, &[there], &|| false).unwrap().remove(0);
            if back.placement != Ambiguous {
                prop_assert_eq!(back.range, Some(*mark), "{:?}", back);
            }
        }
    }
}
