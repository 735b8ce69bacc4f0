//! Puts parts of ours into somebody else's file: comments, footnotes, styles, the slip. Each comes in under a name that is
//! free, or into the part that is there; every other byte stays.

use std::collections::BTreeMap;

use super::comments::Comments;
use super::cuts::Cuts;
use super::manuscript::Manuscript;
use super::part::{Part, Relations, whole};
use super::references::in_order;
use super::{LATER, SEPARATORS, WORD, slipped};
use crate::slip::{self, Slip};
use crate::xml;

pub(super) const DOCUMENT: &str = "word/document.xml";
const RELATIONS: &str = "word/_rels/document.xml.rels";
const TYPES: &str = "[Content_Types].xml";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";

/// All parts of a file, by name.
pub(super) struct Parts(pub(super) BTreeMap<String, Vec<u8>>);

impl Parts {
    pub(super) fn text(&self, name: &str) -> Option<String> {
        String::from_utf8(self.0.get(name)?.clone()).ok()
    }

    pub(super) fn put(&mut self, name: &str, text: String) {
        self.0.insert(name.to_owned(), text.into_bytes());
    }

    /// The part that the document has a relation of that kind to.
    pub(super) fn related(&self, kind: &str) -> Option<String> {
        let relations = self.text(RELATIONS)?;
        let kind = format!("Type=\"{kind}\"");
        let relation = relations.split('<').find(|relation| relation.contains(&kind))?;
        let target = relation.split("Target=\"").nth(1)?.split('"').next()?;
        Some(match target.strip_prefix('/') {
            Some(part) => part.to_owned(),
            None => format!("word/{target}"),
        })
    }

    /// The footnotes of the author, and the styles.
    pub(super) fn footnotes(&self) -> Option<String> {
        self.related(&format!("{OFFICE}footnotes"))
    }

    pub(super) fn styles(&self) -> Option<String> {
        self.related(&format!("{OFFICE}styles"))
    }

    /// Whether no names are kept in the file.
    pub(super) fn is_without_names(&self) -> bool {
        let settings = self
            .related(&format!("{OFFICE}settings"))
            .and_then(|part| self.text(&part));
        settings.is_some_and(|settings| slip::is_without_names(&settings))
    }

    /// A new part beside the document; its name.
    fn add(&mut self, name: &str, kind: &str, bytes: Vec<u8>) -> Option<String> {
        let free = ["", "_obelus"].iter().map(|end| format!("{name}{end}.xml"));
        let file = free
            .into_iter()
            .find(|file| !self.0.contains_key(&format!("word/{file}")))?;
        let content = format!("<Override PartName=\"/word/{file}\" ContentType=\"{WORD}{name}+xml\"/>");
        self.relate(name, kind, &file, &content)?;
        let part = format!("word/{file}");
        self.0.insert(part.clone(), bytes);
        Some(part)
    }

    /// The document refers to a new part, whose content is told in the list of contents.
    fn relate(&mut self, name: &str, kind: &str, target: &str, content: &str) -> Option<()> {
        let relation = format!("<Relationship Id=\"obelus_{name}\" Type=\"{kind}\" Target=\"{target}\"/>");
        let relations = before_last(&self.text(RELATIONS)?, "</Relationships>", &relation)?;
        let types = before_last(&self.text(TYPES)?, "</Types>", content)?;
        self.put(RELATIONS, relations);
        self.put(TYPES, types);
        Some(())
    }

    /// What is added to the relations of a part.
    pub(super) fn beside(&self, part: &str) -> Relations {
        Relations::beside(&self.text(&relations_of(part)).unwrap_or_default())
    }

    pub(super) fn add_relations(&mut self, part: &str, relations: &Relations) -> Option<()> {
        if relations.any() {
            let name = relations_of(part);
            let all = match self.text(&name) {
                Some(others) => relations.added_to(&others)?,
                None => relations.xml(),
            };
            self.put(&name, all);
        }
        Some(())
    }

    /// Replaces the parts of the comments by ours, under their own names, or adds them. Without any of ours, those of
    /// others go: they came along as notes.
    pub(super) fn put_comments(&mut self, comments: Option<Comments>) -> Option<()> {
        let is_any = comments.is_some();
        let comments = comments.unwrap_or_else(Comments::none);
        let said = comments.said;
        let ours: [(&str, String, Vec<u8>); 4] = [
            ("comments", format!("{OFFICE}comments"), said.out.into_bytes()),
            (
                "commentsExtended",
                format!("{LATER}2011/relationships/commentsExtended"),
                comments.extended,
            ),
            (
                "commentsIds",
                format!("{LATER}2016/09/relationships/commentsIds"),
                comments.ids,
            ),
            (
                "commentsExtensible",
                format!("{LATER}2018/08/relationships/commentsExtensible"),
                comments.extensible,
            ),
        ];
        for (name, kind, bytes) in ours {
            let part = match self.related(&kind) {
                Some(part) => part,
                None if is_any => self.add(name, &kind, Vec::new())?,
                None => continue,
            };
            if name == "comments" {
                let own = relations_of(&part);
                match said.relations.any() {
                    true => self.put(&own, said.relations.xml()),
                    false => drop(self.0.remove(&own)),
                }
            }
            self.0.insert(part, bytes);
        }
        Some(())
    }

    /// The largest id among the footnotes of the author.
    pub(super) fn last_note(&self) -> Option<u32> {
        let Some(part) = self.footnotes() else { return Some(0) };
        let text = self.text(&part)?;
        let root = xml::read(&text).ok()?;
        let ids = root.elements().filter_map(|note| note.attribute("id")?.parse().ok());
        Some(ids.max().unwrap_or(0))
    }

    /// Adds footnotes to those of the author. The first ones of a file bring the lines along that stand above them.
    pub(super) fn put_notes(&mut self, notes: &Part) -> Option<()> {
        if notes.out.is_empty() {
            return Some(());
        }
        let part = match self.footnotes() {
            Some(part) => part,
            None => {
                self.tell_settings();
                let none = whole("w:footnotes", SEPARATORS);
                self.add("footnotes", &format!("{OFFICE}footnotes"), none)?
            }
        };
        let text = self.text(&part)?;
        // With the usual prefix, as all of ours.
        if !text.contains("<w:footnotes") {
            return None;
        }
        let all = before_last(&text, "</w:footnotes>", &notes.out)?;
        let (all, document) = in_order(&all, &self.text(DOCUMENT)?);
        self.put(&part, all);
        self.put(DOCUMENT, document);
        self.add_relations(&part, &notes.relations)
    }

    /// Which of the footnotes are lines: Word reads it among the settings, in its place (ECMA-376 part 1, 17.15.1.78).
    fn tell_settings(&mut self) {
        const AFTER: [&str; 14] = [
            "<w:endnotePr",
            "<w:compat>",
            "<w:compat/>",
            "<w:docVars",
            "<w:rsids",
            "<m:mathPr",
            "<w:attachedSchema",
            "<w:themeFontLang",
            "<w:clrSchemeMapping",
            "<w:shapeDefaults",
            "<w:decimalSymbol",
            "<w:listSeparator",
            "<w14:docId",
            "</w:settings>",
        ];
        const LINES: &str = "<w:footnotePr><w:footnote w:id=\"-1\"/><w:footnote w:id=\"0\"/></w:footnotePr>";
        let Some(part) = self.related(&format!("{OFFICE}settings")) else {
            return;
        };
        let Some(settings) = self.text(&part).filter(|text| !text.contains("<w:footnotePr")) else {
            return;
        };
        if let Some(at) = AFTER.iter().filter_map(|tag| settings.find(tag)).min() {
            self.put(&part, format!("{}{LINES}{}", &settings[..at], &settings[at..]));
        }
    }

    /// Adds those of our styles that are not there.
    pub(super) fn put_styles(&mut self, styles: &str) -> Option<()> {
        let part = match self.styles() {
            Some(part) => part,
            None => self.add("styles", &format!("{OFFICE}styles"), whole("w:styles", ""))?,
        };
        let text = self.text(&part)?;
        let id = |style: &str| Some(style.split("w:styleId=\"").nth(1)?.split('"').next()?.to_owned());
        let is_new = |style: &&str| {
            let id = id(style);
            id.is_some_and(|id| !text.contains(&format!("w:styleId=\"{id}\"")))
        };
        let new: String = styles.split_inclusive("</w:style>").filter(is_new).collect();
        let all = before_last(&text, "</w:styles>", &new)?;
        self.put(&part, all);
        Some(())
    }

    /// The slip of a copy that came back, with the name of its part.
    pub(super) fn slip(&self) -> Option<(String, String)> {
        let mut items = self.0.keys().filter(|name| name.starts_with("customXml/"));
        items.find_map(|name| Some((name.clone(), self.text(name).filter(|text| Slip::is_one(text))?)))
    }

    /// Adds the slip, in the place of one that came with the file.
    pub(super) fn put_slip(&mut self, slip: &Slip) -> Option<()> {
        if let Some((name, _)) = self.slip() {
            self.put(&name, slip.xml());
            return Some(());
        }
        let slipped = slipped::parts(slip, |name| self.0.contains_key(name));
        let (kind, target) = slipped.relation;
        self.relate("slip", &format!("{OFFICE}{kind}"), &target, &slipped.types)?;
        self.0.extend(slipped.parts);
        Some(())
    }

    /// The comments of others stood in notes as well; their marks there would lead nowhere.
    pub(super) fn strip_notes(&mut self) -> Option<()> {
        for name in ["word/footnotes.xml", "word/endnotes.xml"] {
            let Some(xml) = self.text(name).filter(|xml| xml.contains("<w:comment")) else {
                continue;
            };
            let manuscript = Manuscript::read(&xml)?;
            let stripped = Cuts::new(&xml, &manuscript).written();
            self.put(name, stripped);
        }
        Some(())
    }
}

/// The part that holds what a part refers to.
fn relations_of(part: &str) -> String {
    let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
    format!("{folder}/_rels/{name}.rels")
}

fn before_last(words: &str, end: &str, more: &str) -> Option<String> {
    let at = words.rfind(end)?;
    Some(format!("{}{more}{}", &words[..at], &words[at..]))
}
