//! Articles go out to another library, whole, and come in from one: every edit through the door by which all edits come.
//!
//! What comes in was written by somebody else. It is kept whole or not at all, and only when the articles it makes are
//! as sound as any that were made here.

use std::collections::BTreeSet;
use std::sync::Arc;

use obelus_core::bundle::{Bundle, Bundled, Step};
use obelus_core::edit::{Changes, Content, Edit, EditError, Rows};
use obelus_core::id::{ArticleId, EditId, GroupId, MarkId, RevisionId, Time};
use obelus_core::mark::Mark;
use obelus_core::merge::{self, Merge};
use obelus_core::picture::PictureFile;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use self::renamed::{derived, renamed};
use crate::journal::{self, Stored};
use crate::kept::Kept;
use crate::library::entry;
use crate::words::from_json;
use crate::{Library, LibraryError, check, pictures, revisions};

mod renamed;

/// The longest name of a person or a machine, and the longest line about an article, in code points.
const NAME_LIMIT: usize = 2_000;

/// What became of an article that came in a bundle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Merged {
    pub article: ArticleId,
    pub how: How,
    /// How many steps were taken that had not been taken here.
    pub steps: u32,
    /// Marks of which both sides wrote the same part: what was written last counts.
    pub disputed: Vec<MarkId>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum How {
    /// It was not here.
    New,
    /// Nothing of it was unknown here: nothing changed.
    There,
    /// What was done elsewhere was added to what is here.
    Merged,
    /// There is another text on each side, or what cannot be brought together: it was added as an article of its own.
    Copy,
    /// The same, and nobody has said yet that it may be an article of its own: nothing of it was kept.
    TwoTexts,
    /// It was erased here, with all that was known of it: it comes back as an article of its own.
    Erased,
}

/// What to do with an article whose texts on both sides cannot be brought together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IfTwoTexts {
    LeaveIt,
    AsAnotherArticle,
}

impl Library {
    /// Articles with every edit that was not taken back, to be handed on.
    ///
    /// # Errors
    /// When one of them is not there, or the file cannot be read.
    pub fn bundle(&self, articles: &[ArticleId]) -> Result<Bundle, LibraryError> {
        let gather = || {
            let mut bundle = Bundle::default();
            for &article in articles {
                self.article(article)?.ok_or(EditError::NoArticle(article))?;
                for step in steps(&journal::done(&self.connection, article)?)? {
                    if let Some(revision) = revision_of(&step.edit) {
                        let body = self.body(revision)?;
                        let original = revisions::original(&self.connection, revision)?
                            .unwrap_or_default()
                            .into();
                        bundle
                            .pictures
                            .extend(pictures::of_revision(&self.connection, revision)?);
                        bundle.contents.insert(revision, Bundled { body, original });
                    }
                    bundle.steps.push(step);
                }
            }
            Ok(bundle)
        };
        gather().map_err(|error: LibraryError| error.at(&self.file))
    }

    /// Takes in what another library handed on: all of it or nothing. One undo takes it back. `came` is the
    /// name of this coming.
    ///
    /// # Errors
    /// When the bundle is not sound, or the file cannot be written. Nothing has changed then.
    pub fn take_bundle(
        &mut self,
        bundle: &Bundle,
        if_two_texts: IfTwoTexts,
        came: GroupId,
    ) -> Result<(Vec<Merged>, Changes), LibraryError> {
        let mut apart = BTreeSet::new();
        let taken = loop {
            let taken = self.take_all(bundle, if_two_texts, came, &apart);
            match taken {
                // All of it was rolled back. Once more, with this article as one that has two texts.
                Err(LibraryError::Apart(article)) if apart.insert(article) => {}
                taken => break taken,
            }
        };
        // What the tables themselves refuse in a bundle says nothing of this library.
        taken.map_err(|error| match error {
            LibraryError::Database(error)
                if error.sqlite_error_code() == Some(rusqlite::ErrorCode::ConstraintViolation) =>
            {
                LibraryError::Bundle(error.to_string())
            }
            LibraryError::Edit(error) => LibraryError::Bundle(error.to_string()),
            other => other,
        })
    }

    fn take_all(
        &mut self,
        bundle: &Bundle,
        if_two_texts: IfTwoTexts,
        came: GroupId,
        apart: &BTreeSet<ArticleId>,
    ) -> Result<(Vec<Merged>, Changes), LibraryError> {
        self.write(|kept, _| {
            let (mut merged, mut changes) = (Vec::new(), Changes::default());
            for article in bundle.articles() {
                let mut taking = Taking {
                    kept,
                    bundle,
                    came,
                    apart,
                    changes: Changes::default(),
                };
                merged.push(taking.article(article, if_two_texts)?);
                let touched = taking.changes;
                sound(kept, &touched)?;
                changes.absorb(touched);
            }
            Ok((merged, changes))
        })
    }
}

/// The rows of the journal as they are handed on.
fn steps(rows: &[Stored]) -> Result<Vec<Step>, LibraryError> {
    let step = |row: &Stored| {
        Ok(Step {
            id: row.id,
            article: row.article.ok_or_else(|| unsound("an edit of no article"))?,
            author: row.author.clone(),
            device: row.device.clone(),
            time: Time(row.time),
            run: row.run,
            edit: from_json(row.edit.as_deref().unwrap_or_default())?,
        })
    };
    rows.iter().map(step).collect()
}

fn revision_of(edit: &Edit) -> Option<RevisionId> {
    match edit {
        Edit::AddArticle { revision, .. } | Edit::AddRevision { revision, .. } => Some(revision.id),
        _ => None,
    }
}

fn unsound(what: &str) -> LibraryError {
    LibraryError::Bundle(what.to_owned())
}

/// Every article that was touched is as sound as one that was made here.
fn sound(kept: &mut Kept, touched: &Changes) -> Result<(), LibraryError> {
    let mut problems = Vec::new();
    for &article in &touched.articles {
        for revision in revisions::of_article(kept.connection, article)? {
            check::standing(kept.connection, &revision, &mut problems)?;
            let body = kept.body(revision.id)?.ok_or(EditError::NoContent(revision.id))?;
            if (revision.characters, revision.words) != (body.text.len(), body.text.words()) {
                return Err(unsound("a text is not as long as it says"));
            }
        }
    }
    problems
        .first()
        .map_or(Ok(()), |problem| Err(unsound(&problem.to_string())))
}

/// An article on its way in.
struct Taking<'k, 't, 'b> {
    kept: &'k mut Kept<'t>,
    bundle: &'b Bundle,
    came: GroupId,
    /// Articles of which both sides made what cannot be brought together.
    apart: &'b BTreeSet<ArticleId>,
    changes: Changes,
}

impl Taking<'_, '_, '_> {
    fn article(&mut self, article: ArticleId, if_two_texts: IfTwoTexts) -> Result<Merged, LibraryError> {
        let steps: Vec<Step> = self.bundle.of(article).cloned().collect();
        check_steps(&steps)?;
        if journal::was_erased(self.kept.connection, article)? {
            return self.copy(&steps, How::Erased);
        }
        let theirs = self.as_known_here(&steps)?;
        let ours = steps_here(self.kept, article)?;
        if self.kept.article(article)?.is_none() {
            let count = theirs.len();
            for step in &theirs {
                self.take(step)?;
            }
            return Ok(merged(article, How::New, count));
        }
        match merge::merge(&ours, &theirs) {
            Merge::There => Ok(merged(article, How::There, 0)),
            Merge::Follow(missing) => {
                for step in &missing {
                    self.take(step)?;
                }
                Ok(merged(article, How::Merged, missing.len()))
            }
            Merge::Beside(missing) if !self.apart.contains(&article) => {
                let disputed = merge::disputed(&ours, &theirs, &missing);
                let count = self
                    .beside(article, &ours, &theirs, &missing)
                    .map_err(|error| match error {
                        // A note on one side, several places on the other: each is right, both are not.
                        LibraryError::Edit(_) => LibraryError::Apart(article),
                        other => other,
                    })?;
                Ok(Merged {
                    disputed: disputed.into_iter().collect(),
                    ..merged(article, if count > 0 { How::Merged } else { How::There }, count)
                })
            }
            Merge::Beside(_) | Merge::TwoTexts => match if_two_texts {
                IfTwoTexts::LeaveIt => Ok(merged(article, How::TwoTexts, 0)),
                IfTwoTexts::AsAnotherArticle => self.copy(&steps, How::Copy),
            },
        }
    }

    /// The same article under other names: the same each time that the same steps come.
    fn copy(&mut self, steps: &[Step], how: How) -> Result<Merged, LibraryError> {
        let last = steps.last().ok_or_else(|| unsound("an article without edits"))?;
        let copied = renamed(steps, last.id)?;
        let article = copied.first().map_or(last.article, |step| step.article);
        let theirs = self.as_known_here(&copied)?;
        if self.kept.article(article)?.is_some() {
            return Ok(merged(article, How::There, 0));
        }
        if journal::was_erased(self.kept.connection, article)? {
            return Err(unsound("its copy was erased here as well"));
        }
        for (step, original) in theirs.iter().zip(steps) {
            self.take_with(step, revision_of(&original.edit))?;
        }
        Ok(merged(article, how, theirs.len()))
    }

    /// Steps that were taken here and taken back are to be taken under another id: the journal has theirs already.
    fn as_known_here(&self, steps: &[Step]) -> Result<Vec<Step>, LibraryError> {
        let mut known = Vec::with_capacity(steps.len());
        for step in steps {
            let mut step = step.clone();
            let original = step.id;
            for nth in 1_u32.. {
                match journal::state_of(self.kept.connection, step.id)?.as_deref() {
                    None | Some("done") => break,
                    Some(_) => step.id = EditId(derived(original.0, &nth.to_be_bytes())),
                }
            }
            known.push(step);
        }
        Ok(known)
    }

    fn take(&mut self, step: &Step) -> Result<(), LibraryError> {
        self.take_with(step, revision_of(&step.edit))
    }

    /// Takes a step as it was taken elsewhere; its text, where it brings one, is that of `content` in the bundle.
    fn take_with(&mut self, step: &Step, content: Option<RevisionId>) -> Result<(), LibraryError> {
        let mut edit = step.edit.clone();
        if let (Some(revision), Some(named)) = (revision_of(&edit), content) {
            let new = self.content(revision, named)?;
            if let Edit::AddArticle { content, .. } | Edit::AddRevision { content, .. } = &mut edit {
                *content = new;
            }
        }
        let (inverse, changes) = edit.apply(self.kept)?;
        if changes.articles.iter().any(|article| *article != step.article) || changes.articles.is_empty() {
            return Err(unsound("an edit is about another article than it says"));
        }
        let mut entry = entry(self.kept, &edit, &inverse, &changes)?;
        entry.came = Some(self.came);
        journal::drop_undone(self.kept.connection)?;
        let stamp = journal::Stamp {
            id: step.id,
            author: step.author.clone(),
            time: step.time,
            group: step.run,
        };
        journal::append(self.kept.connection, &step.device, stamp, entry)?;
        self.changes.absorb(changes);
        Ok(())
    }

    /// The content of a revision, unless it was kept here when its coming was taken back.
    fn content(&self, revision: RevisionId, named: RevisionId) -> Result<Option<Content>, LibraryError> {
        let Bundled { body, original } = self.bundle.contents.get(&named).ok_or(EditError::NoContent(named))?;
        let content = Content {
            body: Arc::clone(body),
            original: Arc::clone(original),
            pictures: body
                .pictures()
                .into_iter()
                .filter_map(|id| {
                    let bytes = self.bundle.pictures.get(id)?;
                    Some(PictureFile {
                        id: id.clone(),
                        bytes: Arc::clone(bytes),
                    })
                })
                .collect(),
        };
        match revisions::fingerprint(self.kept.connection, revision)? {
            None => Ok(Some(content)),
            Some(known) if known == revisions::fingerprint_of(&content) => Ok(None),
            Some(_) => Err(unsound("a text has the name of another one")),
        }
    }

    /// Takes steps that were taken beside others here, and settles what was written last. How many rows that makes.
    fn beside(
        &mut self,
        article: ArticleId,
        ours: &[Step],
        theirs: &[Step],
        missing: &[&Step],
    ) -> Result<usize, LibraryError> {
        let changed_here = merge::changed_here(ours, theirs);
        let removed_there = merge::removed(theirs);
        let mut taken = 0;
        for step in missing {
            let mut step = (*step).clone();
            let mut again = Vec::new();
            match &mut step.edit {
                Edit::AddMarks { marks } => {
                    let mut new = Vec::new();
                    for mark in marks.drain(..) {
                        if self.kept.mark(mark.id)?.is_none() {
                            new.push(mark);
                        }
                    }
                    *marks = new;
                    if marks.is_empty() {
                        continue;
                    }
                }
                Edit::RemoveMarks { marks } => {
                    let mut there = Vec::new();
                    for id in marks.drain(..) {
                        if let Some(mark) = self.kept.mark(id)? {
                            there.push(id);
                            // A change counts more than a removal.
                            again.extend(changed_here.contains(&id).then_some(mark));
                        }
                    }
                    *marks = there;
                    if marks.is_empty() {
                        continue;
                    }
                }
                Edit::ChangeMark { mark, .. } if self.kept.mark(*mark)?.is_none() => {
                    // Both have removed it: there is nothing to be kept for anybody.
                    if removed_there.contains(mark) {
                        continue;
                    }
                    let Some(removed) = removed_here(self.kept, article, *mark)? else {
                        return Err(EditError::NoMark(*mark).into());
                    };
                    self.settle(article, Edit::AddMarks { marks: vec![removed] }, &step)?;
                    taken += 1;
                }
                _ => {}
            }
            self.take(&step)?;
            taken += 1;
            if !again.is_empty() {
                self.settle(article, Edit::AddMarks { marks: again }, &step)?;
                taken += 1;
            }
        }
        for last in merge::last_written(ours, theirs, missing) {
            if self.says_otherwise(last)? {
                self.settle(article, last.edit.clone(), last)?;
                taken += 1;
            }
        }
        if let Some(last) = merge::last_named(ours, theirs, missing)
            && let Edit::Rename { title, .. } = &last.edit
            && self.kept.article(article)?.is_some_and(|row| row.title != *title)
        {
            self.settle(article, last.edit.clone(), last)?;
            taken += 1;
        }
        Ok(taken)
    }

    /// Whether a mark is not as the step that wrote it last has it.
    fn says_otherwise(&mut self, last: &Step) -> Result<bool, LibraryError> {
        let Edit::ChangeMark { mark, change, .. } = &last.edit else {
            return Ok(false);
        };
        let Some(row) = self.kept.mark(*mark)? else {
            return Ok(false);
        };
        let mut wanted = row.clone();
        let latest = self
            .kept
            .latest_revision(row.article)?
            .ok_or(EditError::NoArticle(row.article))?;
        change.make(&mut wanted, latest.id);
        Ok(wanted != row)
    }

    /// An edit that settles what both sides did, in the name of whoever did what counts, at that time: another library
    /// that settles the same comes to the same.
    fn settle(&mut self, article: ArticleId, edit: Edit, as_of: &Step) -> Result<(), LibraryError> {
        // Of this coming alone: another library may settle the same step otherwise.
        let mut id = EditId(derived(as_of.id.0, self.came.0.as_bytes()));
        while journal::state_of(self.kept.connection, id)?.is_some() {
            id = EditId(derived(id.0, b"settled"));
        }
        let step = Step {
            id,
            article,
            run: None,
            edit,
            ..as_of.clone()
        };
        self.take(&step)
    }
}

fn merged(article: ArticleId, how: How, steps: usize) -> Merged {
    Merged {
        article,
        how,
        steps: steps as u32,
        disputed: Vec::new(),
    }
}

fn steps_here(kept: &Kept, article: ArticleId) -> Result<Vec<Step>, LibraryError> {
    steps(&journal::done(kept.connection, article)?)
}

/// A mark as it was when somebody here removed it.
fn removed_here(kept: &Kept, article: ArticleId, mark: MarkId) -> Result<Option<Mark>, LibraryError> {
    for row in journal::done(kept.connection, article)?.iter().rev() {
        if let Edit::AddMarks { marks } = from_json(row.inverse.as_deref().unwrap_or_default())?
            && let Some(found) = marks.into_iter().find(|one| one.id == mark)
        {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

/// What an edit cannot see by itself.
fn check_steps(steps: &[Step]) -> Result<(), LibraryError> {
    let mut seen = BTreeSet::new();
    let long = |words: &str| words.len() > NAME_LIMIT && words.chars().count() > NAME_LIMIT;
    if !matches!(steps.first().map(|step| &step.edit), Some(Edit::AddArticle { .. })) {
        return Err(unsound("an article does not begin with its text"));
    }
    for step in steps {
        if !seen.insert(step.id) {
            return Err(unsound("an edit comes twice"));
        }
        if long(&step.author) || long(&step.device) {
            return Err(unsound("a name is too long"));
        }
        match &step.edit {
            Edit::AddArticle { article, .. } => {
                let lines = [
                    &article.byline,
                    &article.site,
                    &article.published,
                    &article.url,
                    &article.language,
                ];
                if lines.into_iter().flatten().any(|line| long(line)) {
                    return Err(unsound("what is said of an article is too long"));
                }
            }
            // These are only ever taken back to, and colours are of a library.
            Edit::RemoveArticle { .. } | Edit::RemoveRevision { .. } | Edit::NameColour { .. } => {
                return Err(unsound("an edit of a kind that is not handed on"));
            }
            _ => {}
        }
    }
    Ok(())
}
