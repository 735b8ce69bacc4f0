//! Takes pictures in: decoded within limits, written anew as PNG or JPEG, named by what they are.
//!
//! Nothing of the original bytes stays, so neither does where a photograph was taken. Drawings (SVG, EMF, WMF) are
//! not pictures here: of them, only the words remain.

use std::collections::HashMap;
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};
use obelus_core::body::Body;
use obelus_core::picture::{Picture, PictureFile, PictureId};
use sha2::{Digest, Sha256};

/// In bytes, as it comes.
const FILE_LIMIT: usize = 20 << 20;
/// In pixels, of one picture.
const PIXELS: u64 = 64_000_000;
/// In pixels, of all pictures of an article: some seconds of work. Later ones stay words.
const ALL_PIXELS: u64 = 400_000_000;
/// In pixels: as wide or high as a screen shows it.
const SIDE: u32 = 2_000;
const QUALITY: u8 = 85;

/// The pictures of an article, each kept once.
#[derive(Debug, Default)]
pub(crate) struct Pictures {
    files: Vec<PictureFile>,
    /// By the hash of the bytes that came: what became of them.
    known: HashMap<[u8; 32], Option<Picture>>,
    pixels: u64,
}

impl Pictures {
    /// The picture in these bytes; nothing where there is none that can be shown.
    pub(crate) fn take(&mut self, bytes: &[u8]) -> Option<Picture> {
        let hash = <[u8; 32]>::from(Sha256::digest(bytes));
        if let Some(known) = self.known.get(&hash) {
            return known.clone();
        }
        // The decoders are many and old formats are strange: a panic there costs a picture, not the article.
        let taken = catch_unwind(AssertUnwindSafe(|| self.decode(bytes))).ok().flatten();
        let picture = taken.map(|(picture, file)| {
            if self.files.iter().all(|known| known.id != file.id) {
                self.files.push(file);
            }
            picture
        });
        self.known.insert(hash, picture.clone());
        picture
    }

    pub(crate) fn into_files(self) -> Vec<PictureFile> {
        self.files
    }

    /// Those that the body names: a page has many that stand around its article.
    pub(crate) fn into_files_of(mut self, body: &Body) -> Vec<PictureFile> {
        let named = body.pictures();
        self.files.retain(|file| named.contains(&file.id));
        self.files
    }

    fn decode(&mut self, bytes: &[u8]) -> Option<(Picture, PictureFile)> {
        if bytes.len() > FILE_LIMIT {
            return None;
        }
        let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().ok()?;
        let mut limits = Limits::default();
        // 64 megapixels of four bytes, and as much again for the decoder's own work.
        limits.max_alloc = Some(PIXELS * 8);
        reader.limits(limits);
        let format = reader.format()?;
        let mut decoder = reader.into_decoder().ok()?;
        let (width, height) = decoder.dimensions();
        let pixels = u64::from(width) * u64::from(height);
        if pixels == 0 || pixels > PIXELS || self.pixels + pixels > ALL_PIXELS {
            return None;
        }
        self.pixels += pixels;
        let orientation = decoder.orientation().ok();
        let mut image = DynamicImage::from_decoder(decoder).ok()?;
        if width > SIDE || height > SIDE {
            image = image.thumbnail(SIDE, SIDE);
        }
        if let Some(orientation) = orientation {
            image.apply_orientation(orientation);
        }
        write(&image, format)
    }
}

/// A photograph stays a JPEG; everything else becomes a PNG, which loses nothing.
fn write(image: &DynamicImage, format: ImageFormat) -> Option<(Picture, PictureFile)> {
    let mut bytes = Vec::new();
    if format == ImageFormat::Jpeg {
        let opaque = DynamicImage::from(image.to_rgb8());
        opaque
            .write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, QUALITY))
            .ok()?;
    } else {
        // Sixteen bits a channel are more than a screen shows.
        let plain = if image.color().has_alpha() {
            DynamicImage::from(image.to_rgba8())
        } else {
            DynamicImage::from(image.to_rgb8())
        };
        plain.write_to(&mut Cursor::new(&mut bytes), ImageFormat::Png).ok()?;
    }
    let digits: String = Sha256::digest(&bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let id = PictureId::new(&digits).ok()?;
    let picture = Picture {
        id: id.clone(),
        width: image.width(),
        height: image.height(),
    };
    let bytes = bytes.into();
    Some((picture, PictureFile { id, bytes }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::RgbImage;

    fn file(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
        let image = RgbImage::from_fn(width, height, |x, y| image::Rgb([x as u8, y as u8, 7]));
        let mut bytes = Vec::new();
        DynamicImage::from(image)
            .write_to(&mut Cursor::new(&mut bytes), format)
            .unwrap();
        bytes
    }

    #[test]
    fn a_picture_of_any_kind_becomes_a_png_or_stays_a_jpeg() {
        for (format, magic) in [
            (ImageFormat::Png, b"\x89PNG".as_slice()),
            (ImageFormat::Gif, b"\x89PNG"),
            (ImageFormat::Bmp, b"\x89PNG"),
            (ImageFormat::Tiff, b"\x89PNG"),
            (ImageFormat::WebP, b"\x89PNG"),
            (ImageFormat::Jpeg, b"\xff\xd8\xff"),
        ] {
            let mut pictures = Pictures::default();
            let picture = pictures.take(&file(30, 20, format)).unwrap();
            assert_eq!((picture.width, picture.height), (30, 20), "{format:?}");
            let files = pictures.into_files();
            assert!(files[0].bytes.starts_with(magic), "{format:?}");
            assert_eq!(files[0].id, picture.id);
        }
    }

    #[test]
    fn the_same_picture_is_kept_once() {
        let (mut pictures, png) = (Pictures::default(), file(3, 2, ImageFormat::Png));
        let first = pictures.take(&png);
        assert_eq!(pictures.take(&png), first);
        // The same pixels in another file.
        assert_eq!(pictures.take(&file(3, 2, ImageFormat::Bmp)), first);
        assert_eq!(pictures.into_files().len(), 1);
    }

    #[test]
    fn a_large_picture_is_made_as_small_as_a_screen() {
        let picture = Pictures::default().take(&file(4_000, 10, ImageFormat::Png)).unwrap();
        assert_eq!((picture.width, picture.height), (2_000, 5));
    }

    #[test]
    fn what_a_camera_wrote_beside_the_picture_is_gone_and_it_stands_upright() {
        // An APP1 segment with EXIF that says "turned to the right" (orientation 6) and holds a name.
        let tiff = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0Lucie Roche";
        let mut exif = b"\xff\xe1".to_vec();
        exif.extend(((tiff.len() + 8) as u16).to_be_bytes());
        exif.extend(b"Exif\0\0");
        exif.extend(tiff);
        let mut jpeg = file(30, 20, ImageFormat::Jpeg);
        jpeg.splice(2..2, exif);
        let mut pictures = Pictures::default();
        let picture = pictures.take(&jpeg).unwrap();
        assert_eq!((picture.width, picture.height), (20, 30));
        let bytes = &pictures.into_files()[0].bytes;
        assert!(
            !bytes
                .windows(5)
                .any(|five| five == b"Lucie" || five.starts_with(b"Exif"))
        );
    }

    #[test]
    fn a_gigapixel_header_is_refused_before_anything_is_decoded() {
        let mut png = file(2, 2, ImageFormat::Png);
        // IHDR: width and height, then its checksum.
        png[16..24].copy_from_slice(&[0, 0, 0x80, 0, 0, 0, 0x80, 0]);
        let mut crc = flate2::Crc::new();
        crc.update(&png[12..29]);
        png[29..33].copy_from_slice(&crc.sum().to_be_bytes());
        assert_eq!(Pictures::default().take(&png), None);
    }

    #[test]
    fn what_is_no_picture_is_none() {
        for bytes in [
            b"".as_slice(),
            b"<svg onload='alert(1)'/>",
            b"\x89PNG\r\n\x1a\n",
            b"\xd7\xcd\xc6\x9a",
        ] {
            assert_eq!(Pictures::default().take(bytes), None);
        }
        let cut = file(300, 200, ImageFormat::Jpeg);
        let _ = Pictures::default().take(&cut[..cut.len() / 2]);
    }
}
