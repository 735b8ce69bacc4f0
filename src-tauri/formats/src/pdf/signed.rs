//! Whether a file is digitally signed. Whether the signature holds is not looked at.

use hayro::hayro_syntax::object::{Array, Dict, Name};

/// How many fields of a form are looked at, and how deep they may stand in each other.
const FIELDS: usize = 10_000;
const DEPTH: usize = 16;
/// "A signature exists", in the flags of a form (ISO 32000-2, table 225).
const SIGNATURES_EXIST: i32 = 1;

pub(super) fn is_signed(catalog: &Dict<'_>) -> bool {
    // The author's own signature may stand here alone (ISO 32000-2, 12.8.4).
    if catalog
        .get::<Dict<'_>>(&b"Perms"[..])
        .is_some_and(|perms| perms.contains_key(&b"DocMDP"[..]))
    {
        return true;
    }
    let Some(form) = catalog.get::<Dict<'_>>(&b"AcroForm"[..]) else {
        return false;
    };
    let mut left = FIELDS;
    let is_flagged = form
        .get::<i32>(&b"SigFlags"[..])
        .is_some_and(|flags| flags & SIGNATURES_EXIST != 0);
    // A field that waits for a signature is none: it has no value.
    holds_signature(&form, &b"Fields"[..], DEPTH, &mut left).unwrap_or(is_flagged)
}

/// Whether a field below is signed; nothing where there are too many to tell.
fn holds_signature(parent: &Dict<'_>, key: &[u8], depth: usize, left: &mut usize) -> Option<bool> {
    let Some(fields) = parent.get::<Array<'_>>(key) else {
        return Some(false);
    };
    for field in fields.iter::<Dict<'_>>() {
        *left = left.checked_sub(1)?;
        let is_signature = field
            .get::<Name<'_>>(&b"FT"[..])
            .is_some_and(|kind| kind.as_str() == "Sig");
        if is_signature && field.contains_key(&b"V"[..]) {
            return Some(true);
        }
        if holds_signature(&field, &b"Kids"[..], depth.checked_sub(1)?, left)? {
            return Some(true);
        }
    }
    Some(false)
}
