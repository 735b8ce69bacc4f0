//! Says where the cells of a table stand: rows as they come are ragged, and their spans reach beyond each other.

use std::collections::HashSet;

use obelus_core::body::Row;

/// The most columns that are kept apart; what is further right stands in the last.
const COLUMNS: usize = 40;

pub(super) struct Grid {
    pub(super) columns: usize,
    /// Of each cell, in their order.
    pub(super) places: Vec<Place>,
    /// Whether no cell of the first row reaches below it.
    pub(super) first_row_is_whole: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) x: usize,
    pub(super) y: usize,
    pub(super) columns: usize,
    pub(super) rows: usize,
}

/// Every cell on a place of its own: no two overlap, and none reaches out of the table.
pub(super) fn lay(rows: &[Row]) -> Grid {
    let mut taken: HashSet<(usize, usize)> = HashSet::new();
    let mut places: Vec<Place> = Vec::new();
    // A row that is too long goes on in the next line.
    let mut y = 0;
    for (above, row) in rows.iter().enumerate() {
        let mut x = 0;
        for cell in &row.cells {
            while taken.contains(&(x, y)) || x >= COLUMNS {
                x += 1;
                if x >= COLUMNS {
                    (x, y) = (0, y + 1);
                }
            }
            let free = (x..COLUMNS).take_while(|&x| !taken.contains(&(x, y))).count();
            let columns = (cell.columns.max(1) as usize).min(free);
            let rows_below = rows.len().saturating_sub(above).max(1);
            let is_free = |row: usize| (x..x + columns).all(|x| !taken.contains(&(x, row)));
            let wanted = (cell.rows.max(1) as usize).min(rows_below);
            let rows = 1 + (1..wanted).take_while(|&more| is_free(y + more)).count();
            taken.extend((y..y + rows).flat_map(|y| (x..x + columns).map(move |x| (x, y))));
            places.push(Place { x, y, columns, rows });
            x += columns;
        }
        y += 1;
    }
    Grid {
        columns: places.iter().map(|place| place.x + place.columns).max().unwrap_or(1),
        first_row_is_whole: places.iter().all(|place| place.y > 0 || place.rows == 1),
        places,
    }
}

#[cfg(test)]
mod tests {
    use obelus_core::body::Cell;

    use super::*;

    fn check(rows: &[&[(u16, u16)]], expected: &[(usize, usize, usize, usize)]) {
        let cell = |&(columns, rows): &(u16, u16)| Cell {
            heading: false,
            align: None,
            columns,
            rows,
            blocks: Vec::new(),
        };
        let rows: Vec<Row> = rows
            .iter()
            .map(|cells| Row {
                cells: cells.iter().map(cell).collect(),
            })
            .collect();
        let grid = lay(&rows);
        let places: Vec<_> = grid.places.iter().map(|at| (at.x, at.y, at.columns, at.rows)).collect();
        assert_eq!(places, expected);
        let mut seen = HashSet::new();
        for (x, y, columns, rows) in places {
            assert!(x + columns <= grid.columns);
            for at in (x..x + columns).flat_map(|x| (y..y + rows).map(move |y| (x, y))) {
                assert!(seen.insert(at), "two cells stand at {at:?}");
            }
        }
    }

    #[test]
    fn a_cell_stands_right_of_what_reaches_down_from_above() {
        check(
            &[&[(1, 2), (1, 1)], &[(1, 1)]],
            &[(0, 0, 1, 2), (1, 0, 1, 1), (1, 1, 1, 1)],
        );
    }

    #[test]
    fn spans_that_reach_too_far_end_with_the_table() {
        check(&[&[(1, 9)]], &[(0, 0, 1, 1)]);
        check(&[&[(500, 1)]], &[(0, 0, 40, 1)]);
        check(
            &[&[(1, 1), (1, 3)], &[(3, 2)], &[(1, 1)]],
            &[(0, 0, 1, 1), (1, 0, 1, 3), (0, 1, 1, 2), (2, 2, 1, 1)],
        );
    }

    #[test]
    fn a_row_of_too_many_cells_goes_on_below() {
        let long = vec![(1, 1); 41];
        let mut expected: Vec<_> = (0..40).map(|x| (x, 0, 1, 1)).collect();
        expected.push((0, 1, 1, 1));
        check(&[&long], &expected);
    }
}
