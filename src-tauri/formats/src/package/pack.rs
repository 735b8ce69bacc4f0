//! Packs parts into a ZIP container: the same bytes for the same parts, without a clock or a system's attributes.

use std::io::Write;

use flate2::write::DeflateEncoder;
use flate2::{Compression, Crc};

/// 1 January 1980, midnight: the first moment that the format knows.
const NO_TIME: [u8; 4] = [0, 0, 0x21, 0];

/// A container that is being packed. Names are plain ASCII paths, each given once.
#[derive(Debug, Default)]
pub(crate) struct Packing {
    file: Vec<u8>,
    directory: Vec<u8>,
    count: u16,
}

impl Packing {
    /// A part that becomes smaller when it is packed: words.
    pub(crate) fn put(&mut self, name: &str, bytes: &[u8]) {
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(bytes).expect("writing to memory does not fail");
        let packed = encoder.finish().expect("writing to memory does not fail");
        // What becomes a hundredth would be taken for a bomb where it is read.
        if bytes.len() > 1 << 20 && packed.len() < bytes.len() / 50 {
            return self.store(name, bytes);
        }
        self.add(name, bytes, &packed, 8);
    }

    /// A part that is packed already: a picture.
    pub(crate) fn store(&mut self, name: &str, bytes: &[u8]) {
        self.add(name, bytes, bytes, 0);
    }

    fn add(&mut self, name: &str, bytes: &[u8], packed: &[u8], method: u16) {
        let mut crc = Crc::new();
        crc.update(bytes);
        let mut common = Vec::new();
        common.extend(20_u16.to_le_bytes());
        common.extend([0; 2]);
        common.extend(method.to_le_bytes());
        common.extend(NO_TIME);
        common.extend(crc.sum().to_le_bytes());
        common.extend(four(packed.len()));
        common.extend(four(bytes.len()));
        common.extend((name.len() as u16).to_le_bytes());
        common.extend([0; 2]);
        let offset = four(self.file.len());
        self.file.extend(b"PK\x03\x04");
        self.file.extend(&common);
        self.file.extend(name.bytes());
        self.file.extend(packed);
        self.directory.extend(b"PK\x01\x02\x14\0");
        self.directory.extend(&common);
        self.directory.extend([0; 10]);
        self.directory.extend(offset);
        self.directory.extend(name.bytes());
        self.count += 1;
    }

    pub(crate) fn finish(self) -> Vec<u8> {
        let mut file = self.file;
        let start = four(file.len());
        file.extend(&self.directory);
        file.extend(b"PK\x05\x06\0\0\0\0");
        file.extend(self.count.to_le_bytes());
        file.extend(self.count.to_le_bytes());
        file.extend(four(self.directory.len()));
        file.extend(start);
        file.extend([0; 2]);
        file
    }
}

/// Copies stay far below 4 GiB: what is put into them is limited.
fn four(number: usize) -> [u8; 4] {
    u32::try_from(number).unwrap_or(u32::MAX).to_le_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::package::Package;

    #[test]
    fn what_is_packed_is_unpacked_and_packs_to_the_same_bytes_again() {
        let pack = || {
            let mut packing = Packing::default();
            packing.put("[Content_Types].xml", "été ".repeat(100).as_bytes());
            packing.store("word/media/1.png", b"\x89PNG");
            packing.put("word/empty.xml", b"");
            packing.finish()
        };
        let file = pack();
        assert_eq!(file, pack());
        let package = Package::open(&file).unwrap();
        let names: Vec<&str> = package.names().collect();
        assert_eq!(names, ["[Content_Types].xml", "word/media/1.png", "word/empty.xml"]);
        let part = |name| package.part(name).unwrap().unwrap();
        assert_eq!(part("[Content_Types].xml"), "été ".repeat(100).as_bytes());
        assert_eq!(part("word/media/1.png"), b"\x89PNG");
        assert_eq!(part("word/empty.xml"), b"");
    }
}
