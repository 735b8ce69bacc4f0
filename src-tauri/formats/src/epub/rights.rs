//! Says whether a book is for its seller's own reader alone (EPUB Open Container Format 3.3, "META-INF").

use super::text;
use crate::ReadError::{self, Drm};
use crate::package::Package;
use crate::xml::{self, Element};

/// Fonts that are only shuffled, so that they are of no use outside of the book (EPUB 3.3, "Font obfuscation").
const SHUFFLED_FONTS: &[&str] = &["http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"];
/// The licences of Apple's books, and of Readium's LCP.
const LICENCES: &[&str] = &["META-INF/sinf.xml", "META-INF/license.lcpl"];
/// What Adobe's rights are called.
const ADEPT: &str = "http://ns.adobe.com/adept";

pub(super) fn check(package: &Package<'_>) -> Result<(), ReadError> {
    if LICENCES.iter().any(|licence| package.has(licence)) {
        return Err(Drm);
    }
    if text(package, "META-INF/rights.xml")?.is_some_and(|rights| rights.contains(ADEPT)) {
        return Err(Drm);
    }
    let Some(markup) = text(package, "META-INF/encryption.xml")? else {
        return Ok(());
    };
    if is_free(&xml::read(&markup)?) {
        Ok(())
    } else {
        Err(Drm)
    }
}

/// Whether nothing but fonts is encrypted.
fn is_free(encryption: &Element<'_>) -> bool {
    encryption.elements().all(|element| match element.name {
        "EncryptedKey" => false,
        "EncryptedData" => {
            let method = element.find("EncryptionMethod");
            let algorithm = method.and_then(|method| method.attribute("Algorithm"));
            algorithm.is_some_and(|algorithm| SHUFFLED_FONTS.contains(&&*algorithm))
        }
        _ => is_free(element),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::package::tests::zip_of;

    fn check_parts(parts: &[(&'static str, &str)], result: Result<(), ReadError>) {
        let bytes = zip_of(parts);
        assert_eq!(check(&Package::open(&bytes).unwrap()), result);
    }

    #[test]
    fn only_shuffled_fonts_are_free() {
        let data = |algorithm: &str| {
            format!(
                "<encryption xmlns:enc='e'><enc:EncryptedData><enc:EncryptionMethod Algorithm='{algorithm}'/></enc:EncryptedData></encryption>"
            )
        };
        let fonts = data(SHUFFLED_FONTS[0]);
        let aes = data("http://www.w3.org/2001/04/xmlenc#aes256-cbc");
        let encryption = "META-INF/encryption.xml";
        check_parts(&[("a", "")], Ok(()));
        check_parts(&[(encryption, &fonts)], Ok(()));
        check_parts(&[(encryption, &aes)], Err(Drm));
        check_parts(&[(encryption, "<encryption><EncryptedKey/></encryption>")], Err(Drm));
        check_parts(&[(encryption, "<encryption><EncryptedData/></encryption>")], Err(Drm));
        check_parts(&[(encryption, "<encryption>")], Err(ReadError::Damaged));
    }

    #[test]
    fn a_licence_of_a_seller_says_so() {
        check_parts(&[("META-INF/sinf.xml", "")], Err(Drm));
        check_parts(&[("META-INF/license.lcpl", "{}")], Err(Drm));
        check_parts(
            &[("META-INF/rights.xml", "<rights xmlns='http://ns.adobe.com/adept'/>")],
            Err(Drm),
        );
        check_parts(
            &[("META-INF/rights.xml", "<rights>Tous droits réservés</rights>")],
            Ok(()),
        );
    }
}
