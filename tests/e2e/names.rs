//! Finds what is on the screen by what a person, or a screen reader, calls it: its role and its name.

use fantoccini::elements::{Element, ElementRef};
use serde_json::{Value, json};

use crate::window::Window;

/// Finds the visible elements of a role whose name holds the given words. Names as the accessible-name rules have
/// them, as far as this app goes: label, labelling elements, the words inside, title, placeholder.
const FIND: &str = r#"((role, words) => {
  const roles = {
    button: "button, [role=button], summary", link: "a[href], [role=link]", textbox: "input:not([type]), input[type=text], input[type=search], textarea, [contenteditable=true], [role=textbox]",
    searchbox: "input[type=search], [role=searchbox]", dialog: "dialog[open], [role=dialog], [role=alertdialog]", heading: "h1, h2, h3, [role=heading]", radio: "input[type=radio], [role=radio]",
    combobox: "select, [role=combobox]", option: "[role=option]", menuitem: "[role=menuitem], [role=menuitemradio]", article: "article, [role=article]", status: "output, [role=status], [role=alert]", listitem: "li, [role=listitem]",
  };
  const name = (e) => {
    const by = e.getAttribute("aria-labelledby");
    if (by) return by.split(/\s+/).map((id) => document.getElementById(id)?.textContent ?? "").join(" ");
    const label = e.getAttribute("aria-label") ?? (e.labels?.length ? [...e.labels].map((l) => l.textContent).join(" ") : null);
    return label ?? (e.matches("input, textarea, select") ? null : e.textContent) ?? e.title ?? e.placeholder ?? "";
  };
  const plain = (s) => s.replace(/[\s\u00a0\u202f]+/g, " ").replace(/[’]/g, "'").trim().toLowerCase();
  const wanted = plain(words);
  const found = [...document.querySelectorAll(roles[role] ?? `[role=${role}]`)].filter((e) => e.checkVisibility({ visibilityProperty: true }) && plain(name(e)).includes(wanted));
  // The one that is called exactly so goes before one that says more.
  return found.sort((a, b) => (plain(name(b)) === wanted) - (plain(name(a)) === wanted));
})"#;

impl Window {
    fn find(role: &str, words: &str) -> (String, Vec<Value>) {
        (
            format!("{FIND}(arguments[0], arguments[1])"),
            vec![json!(role), json!(words)],
        )
    }

    /// Waits until something of this role and name is there.
    pub(crate) async fn sees(&self, role: &str, words: &str) -> Element {
        let (find, args) = Self::find(role, words);
        self.until_with(
            &format!("there is a {role} “{words}”"),
            &format!("{find}.length > 0"),
            args.clone(),
        )
        .await;
        let found = self.ask(&format!("{find}[0]"), args).await;
        let id = found
            .as_object()
            .and_then(|object| object.values().next())
            .and_then(Value::as_str)
            .unwrap();
        Element::from_element_id(self.client.clone(), ElementRef::from(id.to_owned()))
    }

    pub(crate) async fn sees_no(&self, role: &str, words: &str) {
        let (find, args) = Self::find(role, words);
        self.until_with(
            &format!("there is no {role} “{words}”"),
            &format!("{find}.length === 0"),
            args,
        )
        .await;
    }

    /// Clicks on it as a mouse does.
    pub(crate) async fn click(&self, role: &str, words: &str) {
        let element = self.sees(role, words).await;
        self.ask(
            "arguments[0].scrollIntoView({ block: 'nearest' })",
            vec![reference(&element)],
        )
        .await;
        element.click().await.unwrap();
    }

    /// Waits until these words are on the screen, white space and apostrophes aside.
    pub(crate) async fn reads(&self, words: &str) {
        let plain = r#"((s) => s.replace(/[\s\u00a0\u202f]+/g, " ").replace(/’/g, "'").toLowerCase())"#;
        let expression = format!("{plain}(document.body.innerText).includes({plain}(arguments[0]))");
        self.until_with(&format!("the screen says “{words}”"), &expression, vec![json!(words)])
            .await;
    }
}

pub(crate) fn reference(element: &Element) -> Value {
    serde_json::to_value(element).unwrap()
}
