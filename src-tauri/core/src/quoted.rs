//! Words that an annotation from elsewhere quotes, with what it says of where they stand.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Words as an annotation from elsewhere names them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Quoted {
    /// Empty for what was noted on the whole text.
    #[serde(rename = "quote")]
    pub exact: String,
    /// The words before, as many as were given.
    pub prefix: String,
    pub suffix: String,
    /// Start and end in code points, of a text that may be another one.
    pub position: Option<(u32, u32)>,
}
