//! Files and the arrows between them; finds a circle.

use std::collections::{BTreeMap, BTreeSet};

#[derive(Default)]
pub(crate) struct Graph {
    arrows: BTreeMap<String, BTreeSet<String>>,
}

impl Graph {
    pub(crate) fn arrow(&mut self, from: &str, to: &str) {
        if from != to {
            self.arrows.entry(from.to_owned()).or_default().insert(to.to_owned());
        }
    }

    /// A circle, in the order of its arrows, beginning and ending with the same name.
    pub(crate) fn circle(&self) -> Option<Vec<String>> {
        let mut done = BTreeSet::new();
        self.arrows
            .keys()
            .find_map(|start| self.walk(start, &mut Vec::new(), &mut done))
    }

    fn walk<'a>(&'a self, at: &'a str, path: &mut Vec<&'a str>, done: &mut BTreeSet<&'a str>) -> Option<Vec<String>> {
        if let Some(begin) = path.iter().position(|&seen| seen == at) {
            return Some(path[begin..].iter().chain([&at]).map(|&name| name.to_owned()).collect());
        }
        if !done.insert(at) {
            return None;
        }
        path.push(at);
        let found = self
            .arrows
            .get(at)
            .into_iter()
            .flatten()
            .find_map(|next| self.walk(next, path, done));
        path.pop();
        found
    }
}

/// Says a circle in one line, or nothing.
pub(crate) fn faults(graph: &Graph) -> Vec<String> {
    graph
        .circle()
        .map(|names| format!("a circle: {}", names.join(" -> ")))
        .into_iter()
        .collect()
}

fn circle_of(arrows: &[(&str, &str)]) -> Option<String> {
    let mut graph = Graph::default();
    arrows.iter().for_each(|(from, to)| graph.arrow(from, to));
    graph.circle().map(|names| names.join(" "))
}

#[test]
fn a_circle_is_found_wherever_the_walk_begins() {
    assert_eq!(
        circle_of(&[("a", "b"), ("b", "c"), ("c", "b")]).as_deref(),
        Some("b c b")
    );
    assert_eq!(circle_of(&[("z", "a"), ("a", "z")]).as_deref(), Some("a z a"));
}

#[test]
fn two_ways_to_the_same_file_are_no_circle() {
    assert_eq!(circle_of(&[("a", "b"), ("a", "c"), ("b", "d"), ("c", "d")]), None);
}
