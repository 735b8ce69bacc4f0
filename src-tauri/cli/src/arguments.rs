//! The command line: what may be said, and in which words.

use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum};
use obelus_core::mark::{Colour, Status};
use obelus_formats::{ExportFormat, Rating};

/// Check the claims of an article, and keep them checked: the same library as the app, without a window.
///
/// Offsets are Unicode code points into the revision's text, end exclusive. An id may be given by any unique
/// beginning or end of at least 4 characters.
#[derive(Debug, Parser)]
#[command(name = "obelus-cli", version, max_term_width = 100)]
pub(crate) struct Arguments {
    /// The library file [default: the one the app uses]
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) library: Option<PathBuf>,
    /// Answer with one JSON value
    #[arg(long, global = true)]
    pub(crate) json: bool,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Add articles from files, folders, archives (.zip), web pages and bundles of another Obelus (.obelus)
    Import(Import),
    /// Take in a new version of an article, and carry every mark to it
    Revise {
        article: String,
        #[command(flatten)]
        source: Source,
    },
    /// Mark a passage
    Mark(Mark),
    /// Add many marks at once, all or none
    Marks {
        article: String,
        /// A JSON file, `-` for standard input: [{"range":[s,e],"kind":…,"status":…,"note":…}], or annotations that were
        /// made elsewhere (W3C Web Annotations, Readium, Hypothesis), which are found by their words
        #[arg(long, value_name = "FILE")]
        from: PathBuf,
    },
    /// Set the status of a claim
    Status { mark: String, status: StatusName },
    /// Write the note of a mark, in Markdown
    Note {
        mark: String,
        #[arg(value_name = "MARKDOWN", allow_hyphen_values = true)]
        words: String,
    },
    /// Delete a mark
    Delete { mark: String },
    /// List the articles
    List,
    /// Show an article's text and marks
    Show {
        article: String,
        /// A revision by its number [default: the latest]
        #[arg(long, value_name = "N")]
        revision: Option<u32>,
    },
    /// Find articles and marks
    Search {
        #[arg(required = true)]
        query: Vec<String>,
    },
    /// Write an annotated copy of an article
    Export(Export),
    /// Take the last edit back
    Undo,
    /// Make the edit that was taken back again
    Redo,
    /// Show who did what, and when
    History { article: Option<String> },
    /// Check the file, every placement and the journal
    Check,
    /// Write a consistent copy of the library, also while the app is open
    Backup { file: PathBuf },
}

/// How a text is read.
#[derive(Debug, Args)]
pub(crate) struct How {
    /// [default: guessed from content and name]
    #[arg(long)]
    pub(crate) format: Option<FormatName>,
    /// Take the text as it is, setting nothing aside
    #[arg(long)]
    pub(crate) verbatim: bool,
    /// What becomes of the changes that a file tracks; the other reading is kept as the version before
    #[arg(long, default_value = "accepted")]
    pub(crate) changes: Changes,
}

#[derive(Debug, Args)]
pub(crate) struct Source {
    /// A file, `-` for standard input, or the address of a page, which is fetched
    pub(crate) file: PathBuf,
    #[command(flatten)]
    pub(crate) how: How,
}

#[derive(Debug, Args)]
pub(crate) struct Import {
    /// Files, folders, archives, `-` for standard input, or addresses of pages, which are fetched
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) how: How,
    /// [default: the headline]
    #[arg(long)]
    pub(crate) title: Option<String>,
    /// Where the article stands on the web; it is not fetched
    #[arg(long)]
    pub(crate) url: Option<String>,
    /// Of a bundle (.obelus) with another text than the article has here: add it as an article of its own
    #[arg(long)]
    pub(crate) copy: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Changes {
    Accepted,
    Rejected,
}

#[derive(Debug, Args)]
pub(crate) struct Mark {
    pub(crate) article: String,
    /// The words to mark, letter for letter
    #[arg(
        long,
        allow_hyphen_values = true,
        required_unless_present = "range",
        conflicts_with = "range"
    )]
    pub(crate) quote: Option<String>,
    /// The words just before them
    #[arg(long, allow_hyphen_values = true, requires = "quote", default_value = "")]
    pub(crate) prefix: String,
    /// The words just after them
    #[arg(long, allow_hyphen_values = true, requires = "quote", default_value = "")]
    pub(crate) suffix: String,
    /// The range to mark
    #[arg(long, value_name = "S:E", value_parser = range)]
    pub(crate) range: Option<(u32, u32)>,
    #[arg(long, default_value = "claim")]
    pub(crate) kind: KindName,
    /// The status of a claim [default: unchecked]
    #[arg(long)]
    pub(crate) status: Option<StatusName>,
    /// The colour of a highlight [default: yellow]
    #[arg(long)]
    pub(crate) colour: Option<ColourName>,
    /// A note, in Markdown
    #[arg(long, allow_hyphen_values = true, default_value = "", hide_default_value = true)]
    pub(crate) note: String,
    /// The wording to suggest instead
    #[arg(long, allow_hyphen_values = true, default_value = "", hide_default_value = true)]
    pub(crate) correction: String,
    /// A tag; may be given several times
    #[arg(long = "tag", value_name = "TAG")]
    pub(crate) tags: Vec<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Export {
    pub(crate) article: String,
    /// An annotated copy in this format; `bundle` is the article itself, with all that was done to it, for another Obelus
    #[arg(long, value_name = "FORMAT", value_parser = target())]
    pub(crate) to: Target,
    /// [default: the title, in this folder]
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// Only marks of these kinds [default: all]
    #[arg(long, value_name = "KIND", value_delimiter = ',')]
    pub(crate) only: Vec<KindName>,
    /// Only claims of these statuses [default: all]
    #[arg(long, value_name = "STATUS", value_delimiter = ',')]
    pub(crate) status: Vec<StatusName>,
    /// Only marks with one of these tags [default: all]
    #[arg(long, value_name = "TAG")]
    pub(crate) tag: Vec<String>,
    /// The marks alone, without notes, corrections and tags
    #[arg(long)]
    pub(crate) without_notes: bool,
    /// The article and its marks alone, without the report before it (html, pdf, docx, obsidian) and the table of claims
    /// behind it (docx)
    #[arg(long)]
    pub(crate) without_report: bool,
    /// What was found as footnotes, in the place of comments (docx)
    #[arg(long)]
    pub(crate) footnotes: bool,
    /// Who publishes the check (claimreview)
    #[arg(long, value_name = "NAME")]
    pub(crate) publisher: Option<String>,
    /// The publisher's own page (claimreview)
    #[arg(long, value_name = "URL")]
    pub(crate) publisher_url: Option<String>,
    /// The page on which the check is published (claimreview)
    #[arg(long, value_name = "URL")]
    pub(crate) check_url: Option<String>,
    /// What a status is on the publisher's scale: `wrong=Fake:1`, or `unverifiable=Unproven` for one outside it
    /// (claimreview) [default: four statuses, from wrong, 1, to confirmed, 5]
    #[arg(long, value_name = "STATUS=NAME:VALUE", value_parser = rating)]
    pub(crate) rating: Vec<(Status, Rating)>,
    /// The language of the words around the article [default: the system's]
    #[arg(long)]
    pub(crate) lang: Option<LanguageName>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum FormatName {
    Text,
    Markdown,
    Html,
    Mhtml,
    Docx,
    Odt,
    Rtf,
    Epub,
    Pdf,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum KindName {
    Claim,
    Note,
    Highlight,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum LanguageName {
    Fr,
    En,
}

/// A status of the core under its name.
#[derive(Clone, Copy, Debug)]
pub(crate) struct StatusName(pub(crate) Status);

impl ValueEnum for StatusName {
    fn value_variants<'a>() -> &'a [Self] {
        const ALL: [StatusName; 7] = {
            let mut all = [StatusName(Status::Unchecked); 7];
            let mut at = 0;
            while at < all.len() {
                all[at] = StatusName(Status::ALL[at]);
                at += 1;
            }
            all
        };
        &ALL
    }

    fn to_possible_value(&self) -> Option<clap::builder::PossibleValue> {
        Some(clap::builder::PossibleValue::new(self.0.name()))
    }
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum ColourName {
    Yellow,
    Green,
    Blue,
    Pink,
}

impl From<ColourName> for Colour {
    fn from(name: ColourName) -> Self {
        match name {
            ColourName::Yellow => Self::Yellow,
            ColourName::Green => Self::Green,
            ColourName::Blue => Self::Blue,
            ColourName::Pink => Self::Pink,
        }
    }
}

/// What an article is written as.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Target {
    Copy(ExportFormat),
    Bundle,
}

fn target() -> impl TypedValueParser<Value = Target> {
    let names = ExportFormat::ALL.map(ExportFormat::name).into_iter().chain(["bundle"]);
    PossibleValuesParser::new(names).try_map(|name| match ExportFormat::named(&name) {
        Some(format) => Ok(Target::Copy(format)),
        None if name == "bundle" => Ok(Target::Bundle),
        None => Err("no such format"),
    })
}

fn rating(words: &str) -> Result<(Status, Rating), String> {
    let wrong = || "a rating is a status, its name and perhaps a number, such as wrong=Fake:1".to_owned();
    let (status, rest) = words.split_once('=').ok_or_else(wrong)?;
    let status = Status::ALL.into_iter().find(|known| known.name() == status);
    let (name, value) = match rest.rsplit_once(':') {
        Some((name, value)) => (name, Some(value.trim().parse().map_err(|_| wrong())?)),
        None => (rest, None),
    };
    let name = name.trim().to_owned();
    Ok((status.ok_or_else(wrong)?, Rating { name, value }))
}

fn range(words: &str) -> Result<(u32, u32), String> {
    let numbers = words
        .split_once(':')
        .and_then(|(start, end)| Some((start.parse().ok()?, end.parse().ok()?)));
    numbers.ok_or_else(|| "a range is two numbers with a colon between them, such as 12:25".to_owned())
}
