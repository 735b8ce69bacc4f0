//! Numbers as Roman numerals.

/// In small letters: `iv`. Zero, and what would be longer than a page number is, in figures.
pub(crate) fn roman(number: u32) -> String {
    if number == 0 || number > 10_000 {
        return number.to_string();
    }
    let mut left = number;
    let mut roman = String::new();
    for (value, letters) in [
        (1_000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ] {
        while left >= value {
            roman.push_str(letters);
            left -= value;
        }
    }
    roman
}

#[cfg(test)]
mod tests {
    use super::roman;

    #[test]
    fn numbers_are_written_as_romans_write_them() {
        assert_eq!([1, 4, 9, 40, 1994].map(roman), ["i", "iv", "ix", "xl", "mcmxciv"]);
        assert_eq!([0, 20_000].map(roman), ["0", "20000"]);
    }
}
