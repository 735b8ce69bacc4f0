//! Writes a formula on one line (ECMA-376 part 1, 22.1): what can be read aloud, not what it looks like.

use super::story::Teller;
use super::styles::value;
use crate::dress::Look;
use crate::xml::Element;

impl Teller<'_, '_, '_, '_> {
    pub(super) fn formula(&mut self, formula: &Element<'_>) {
        self.parts_of_formula(formula, &Look::default());
    }

    fn parts_of_formula(&mut self, formula: &Element<'_>, look: &Look) {
        for part in formula.elements() {
            self.part_of_formula(part, look);
        }
    }

    fn part_of_formula(&mut self, part: &Element<'_>, look: &Look) {
        let properties = format!("{}Pr", part.name);
        let sign = |name: &str, usual: &str| {
            let property = part.child(&properties).and_then(|properties| properties.child(name));
            property.map_or_else(|| usual.to_owned(), |property| value(property).unwrap_or_default())
        };
        let up = Look {
            superscript: true,
            ..look.clone()
        };
        let down = Look {
            subscript: true,
            ..look.clone()
        };
        match part.name {
            "t" => self.say_as(&part.words(), look),
            "f" => {
                self.operand(part.child("num"), look);
                self.say_as("/", look);
                self.operand(part.child("den"), look);
            }
            "rad" => {
                self.child_of_formula(part.child("deg"), &up);
                self.say_as("√", look);
                self.operand(part.child("e"), look);
            }
            "sSup" | "sSub" | "sSubSup" => {
                self.child_of_formula(part.child("e"), look);
                self.child_of_formula(part.child("sub"), &down);
                self.child_of_formula(part.child("sup"), &up);
            }
            "nary" => {
                self.say_as(&sign("chr", "∫"), look);
                self.child_of_formula(part.child("sub"), &down);
                self.child_of_formula(part.child("sup"), &up);
                self.child_of_formula(part.child("e"), look);
            }
            "d" => {
                self.say_as(&sign("begChr", "("), look);
                for (index, operand) in part.elements().filter(|child| child.name == "e").enumerate() {
                    if index > 0 {
                        self.say_as(&sign("sepChr", "|"), look);
                    }
                    self.parts_of_formula(operand, look);
                }
                self.say_as(&sign("endChr", ")"), look);
            }
            _ => self.parts_of_formula(part, look),
        }
    }

    fn child_of_formula(&mut self, part: Option<&Element<'_>>, look: &Look) {
        if let Some(part) = part {
            self.parts_of_formula(part, look);
        }
    }

    /// What is divided, or under a root: in brackets unless it is one sign.
    fn operand(&mut self, part: Option<&Element<'_>>, look: &Look) {
        let Some(part) = part else { return };
        let is_one = part.words().trim().chars().all(char::is_alphanumeric);
        if !is_one {
            self.say_as("(", look);
        }
        self.parts_of_formula(part, look);
        if !is_one {
            self.say_as(")", look);
        }
    }
}
