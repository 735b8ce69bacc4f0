//! The copies that a library keeps of itself: one a day, thinned out as they grow old.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use obelus_core::id::Time;

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

/// A day of the Gregorian calendar, as the number of days since 1970-01-01.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Day(i64);

impl Day {
    fn of(time: Time) -> Self {
        Self(time.0.div_euclid(86_400_000))
    }

    /// Year, month, day. H. Hinnant, "chrono-Compatible Low-Level Date Algorithms", civil_from_days.
    fn civil(self) -> (i64, i64, i64) {
        let z = self.0 + 719_468;
        let era = z.div_euclid(146_097);
        let of_era = z.rem_euclid(146_097);
        let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year + year / 4 - year / 100);
        let month = (5 * of_year + 2) / 153;
        let day = of_year - (153 * month + 2) / 5 + 1;
        let month = if month < 10 { month + 3 } else { month - 9 };
        (year + era * 400 + i64::from(month <= 2), month, day)
    }

    /// The same paper, days_from_civil.
    fn from_civil(year: i64, month: i64, day: i64) -> Self {
        let year = year - i64::from(month <= 2);
        let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
        let of_year = (153 * (if month > 2 { month - 3 } else { month + 9 }) + 2) / 5 + day - 1;
        let of_era = of_era * 365 + of_era / 4 - of_era / 100 + of_year;
        Self(era * 146_097 + of_era - 719_468)
    }

    fn file_name(self, stem: &str) -> String {
        let (year, month, day) = self.civil();
        format!("{stem}-{year:04}-{month:02}-{day:02}.obelus")
    }

    fn named(stem: &str, file_name: &str) -> Option<Self> {
        let date = file_name
            .strip_prefix(stem)?
            .strip_prefix('-')?
            .strip_suffix(".obelus")?;
        let mut numbers = date.splitn(3, '-').map(str::parse);
        let day = Self::from_civil(numbers.next()?.ok()?, numbers.next()?.ok()?, numbers.next()?.ok()?);
        // Only a name that this file gives is a copy that this file may delete.
        (day.file_name(stem) == file_name).then_some(day)
    }

    /// Weeks begin on Monday; 1970-01-01 was a Thursday.
    fn week(self) -> i64 {
        (self.0 + 3).div_euclid(7)
    }

    fn month(self) -> i64 {
        let (year, month, _) = self.civil();
        year * 12 + month
    }
}

/// The days whose copy may go.
fn superfluous(days: &BTreeSet<Day>) -> Vec<Day> {
    let mut kept = BTreeSet::new();
    let mut keep = |span: fn(Day) -> i64, count: usize| {
        let mut spans = BTreeSet::new();
        for &day in days.iter().rev() {
            if spans.len() < count && spans.insert(span(day)) {
                kept.insert(day);
            }
        }
    };
    keep(|day| day.0, DAYS);
    keep(Day::week, WEEKS);
    keep(Day::month, MONTHS);
    days.difference(&kept).copied().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_has_one_name_and_a_name_one_day() {
        assert_eq!(
            Day::of(Time(1_795_390_000_000)).file_name("library"),
            "library-2026-11-22.obelus"
        );
        for number in (-1_000..40_000).step_by(7) {
            let day = Day(number);
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
            days.insert(Day(number));
            for gone in superfluous(&days) {
                days.remove(&gone);
            }
        }
        let last = Day(20_729);
        assert!((0..12).all(|back| days.contains(&Day(last.0 - back))));
        let weeks: BTreeSet<_> = days.iter().map(|day| day.week()).collect();
        assert!((0..10).all(|back| weeks.contains(&(last.week() - back))));
        let months: BTreeSet<_> = days.iter().map(|day| day.month()).collect();
        assert!((0..9).all(|back| months.contains(&(last.month() - back))));
        assert!(days.len() <= 12 + 10 + 9, "{}", days.len());
    }
}
