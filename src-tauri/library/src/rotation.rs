//! The copies that a library keeps of itself: one a day, thinned out as they grow old.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use obelus_core::id::Time;
use time::{Date, UtcDateTime};

use crate::{Library, LibraryError, backup};

const DAYS: usize = 12;
const WEEKS: usize = 10;
const MONTHS: usize = 9;

impl Library {
    /// Copies a library into `backups` beside it, once a day (of UTC), and lets old copies go: it keeps the
    /// newest of each of the last 12 days, 10 weeks and 9 months that have one. Gives the copy, if it was time for one.
    ///
    /// Reads beside whoever has the library open: call it on a thread of its own.
    ///
    /// # Errors
    /// When the copy cannot be written or proves unreadable. Older copies then stay.
    pub fn back_up_daily(library: &Path, now: Time) -> Result<Option<PathBuf>, LibraryError> {
        let folder = backup::folder(library)?;
        let stem = library.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let today = Day::of(now);
        let copy = folder.join(today.file_name(&stem));
        if copy.exists() {
            return Ok(None);
        }
        Self::backup_of(library, &copy)?;
        let kept = fs::read_dir(&folder).map_err(LibraryError::io(&folder))?;
        let days: BTreeSet<Day> = kept
            .filter_map(|entry| Day::named(&stem, entry.ok()?.file_name().to_str()?))
            .collect();
        for day in superfluous(&days) {
            let old = folder.join(day.file_name(&stem));
            fs::remove_file(&old).map_err(LibraryError::io(&old))?;
        }
        Ok(Some(copy))
    }
}

/// A day of the Gregorian calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Day(Date);

impl Day {
    fn of(time: Time) -> Self {
        let seconds = time.0.div_euclid(1_000);
        Self(UtcDateTime::from_unix_timestamp(seconds).map_or(Date::MIN, UtcDateTime::date))
    }

    fn file_name(self, stem: &str) -> String {
        let (year, month, day) = self.0.to_calendar_date();
        format!("{stem}-{year:04}-{:02}-{day:02}.obelus", u8::from(month))
    }

    fn named(stem: &str, file_name: &str) -> Option<Self> {
        let date = file_name
            .strip_prefix(stem)?
            .strip_prefix('-')?
            .strip_suffix(".obelus")?;
        let mut numbers = date.splitn(3, '-');
        let year = numbers.next()?.parse().ok()?;
        let month = numbers.next()?.parse::<u8>().ok()?.try_into().ok()?;
        let day = Self(Date::from_calendar_date(year, month, numbers.next()?.parse().ok()?).ok()?);
        // Only a name that this file gives is a copy that this file may delete.
        (day.file_name(stem) == file_name).then_some(day)
    }

    /// Weeks begin on Monday, as Julian days do.
    fn week(self) -> i32 {
        self.0.to_julian_day().div_euclid(7)
    }

    fn month(self) -> i32 {
        self.0.year() * 12 + i32::from(u8::from(self.0.month()))
    }
}

/// The days whose copy may go.
fn superfluous(days: &BTreeSet<Day>) -> Vec<Day> {
    let mut kept = BTreeSet::new();
    let mut keep = |span: fn(Day) -> i32, count: usize| {
        let mut spans = BTreeSet::new();
        for &day in days.iter().rev() {
            if spans.len() < count && spans.insert(span(day)) {
                kept.insert(day);
            }
        }
    };
    keep(|day| day.0.to_julian_day(), DAYS);
    keep(Day::week, WEEKS);
    keep(Day::month, MONTHS);
    days.difference(&kept).copied().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(number: i32) -> Day {
        Day(Date::from_julian_day(2_440_588 + number).unwrap())
    }

    #[test]
    fn a_day_has_one_name_and_a_name_one_day() {
        assert_eq!(
            Day::of(Time(1_795_390_000_000)).file_name("library"),
            "library-2026-11-22.obelus"
        );
        for number in (-1_000..40_000).step_by(7) {
            let day = day(number);
            assert_eq!(Day::named("a-b", &day.file_name("a-b")), Some(day));
        }
        for other in [
            "library-2026-13-01.obelus",
            "library-2026-1-1.obelus",
            "library-x.obelus",
            "other-2026-11-22.obelus",
        ] {
            assert_eq!(Day::named("library", other), None, "{other}");
        }
    }

    #[test]
    fn after_two_years_12_days_10_weeks_and_9_months_are_kept() {
        let mut days = BTreeSet::new();
        for number in 20_000..20_730 {
            days.insert(day(number));
            for gone in superfluous(&days) {
                days.remove(&gone);
            }
        }
        let last = day(20_729);
        assert!((0..12).all(|back| days.contains(&day(20_729 - back))));
        let weeks: BTreeSet<_> = days.iter().map(|day| day.week()).collect();
        assert!((0..10).all(|back| weeks.contains(&(last.week() - back))));
        let months: BTreeSet<_> = days.iter().map(|day| day.month()).collect();
        assert!((0..9).all(|back| months.contains(&(last.month() - back))));
        assert!(days.len() <= 12 + 10 + 9, "{}", days.len());
    }
}
