//! The one table a bench prints: what was measured, how much, and the goal it is held against.

pub(crate) struct Row {
    what: String,
    figure: String,
    /// The goal in words, and whether it is met.
    goal: Option<(String, bool)>,
}

impl Row {
    pub(crate) fn new(what: impl Into<String>, figure: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            figure: figure.into(),
            goal: None,
        }
    }

    /// Holds `value` against the most it may be; both in the unit of the figure.
    pub(crate) fn at_most(mut self, value: f64, limit: f64, unit: &str) -> Self {
        self.goal = Some((format!("≤ {limit}{unit}"), value <= limit));
        self
    }

    /// Holds `value` against the least it must be.
    pub(crate) fn at_least(mut self, value: f64, limit: f64, unit: &str) -> Self {
        self.goal = Some((format!("≥ {limit}{unit}"), value >= limit));
        self
    }
}

/// The table, each row printed as soon as it is known.
pub(crate) struct Table;

impl Table {
    #[expect(clippy::print_stdout, reason = "the table is what the bench is for")]
    pub(crate) fn push(&mut self, Row { what, figure, goal }: Row) {
        let goal = goal.map_or(String::new(), |(goal, met)| {
            format!("{goal:<14} {}", if met { "met" } else { "MISSED" })
        });
        println!("{}", format!("{what:<52} {figure:>26}   {goal}").trim_end());
    }
}

/// The middle one; of an even number, the lower of the two.
pub(crate) fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[(values.len() - 1) / 2]
}

/// How fast `y` grows with `x`: the slope of the straight line through their logarithms (1 is linear).
pub(crate) fn exponent(points: &[(f64, f64)]) -> f64 {
    let logs: Vec<(f64, f64)> = points.iter().map(|(x, y)| (x.ln(), y.ln())).collect();
    let n = logs.len() as f64;
    let (sum_x, sum_y) = logs.iter().fold((0.0, 0.0), |(a, b), (x, y)| (a + x, b + y));
    let (mean_x, mean_y) = (sum_x / n, sum_y / n);
    let over: f64 = logs.iter().map(|(x, y)| (x - mean_x) * (y - mean_y)).sum();
    let under: f64 = logs.iter().map(|(x, _)| (x - mean_x).powi(2)).sum();
    over / under
}
