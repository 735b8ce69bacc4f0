//! What parent and child say to each other over their pipes: a message is a few parts of bytes, each with its length.

use std::io::{self, BufWriter, Read, Write};

/// The most parts of one message: an article has not more pictures than this.
const PARTS: u32 = 100_000;

/// Writes one message.
pub(crate) fn write(pipe: impl Write, parts: &[&[u8]]) -> io::Result<()> {
    let mut pipe = BufWriter::new(pipe);
    let count = u32::try_from(parts.len()).map_err(io::Error::other)?;
    pipe.write_all(&count.to_le_bytes())?;
    for part in parts {
        pipe.write_all(&(part.len() as u64).to_le_bytes())?;
    }
    for part in parts {
        pipe.write_all(part)?;
    }
    pipe.flush()
}

/// Reads one message of at most `limit` bytes. What its head says is not believed: memory is taken as bytes come.
pub(crate) fn read(mut pipe: impl Read, limit: u64) -> io::Result<Vec<Vec<u8>>> {
    let mut count = [0; 4];
    pipe.read_exact(&mut count)?;
    let count = u32::from_le_bytes(count);
    if count > PARTS {
        return Err(io::ErrorKind::InvalidData.into());
    }
    let mut lengths = Vec::new();
    let mut left = limit;
    for _ in 0..count {
        let mut length = [0; 8];
        pipe.read_exact(&mut length)?;
        let length = u64::from_le_bytes(length);
        left = left.checked_sub(length).ok_or(io::ErrorKind::InvalidData)?;
        lengths.push(length);
    }
    let mut parts = Vec::with_capacity(lengths.len());
    for length in lengths {
        let mut part = Vec::new();
        if (&mut pipe).take(length).read_to_end(&mut part)? as u64 != length {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        parts.push(part);
    }
    Ok(parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let parts: [&[u8]; 4] = [b"head", b"", b"\0\n\xff", &[7; 100_000]];
        let mut pipe = Vec::new();
        write(&mut pipe, &parts).unwrap();
        assert_eq!(read(&*pipe, 1 << 20).unwrap(), parts);
        assert_eq!(
            read(&pipe[..pipe.len() - 1], 1 << 20).unwrap_err().kind(),
            io::ErrorKind::UnexpectedEof
        );
    }

    #[test]
    fn a_message_that_says_it_is_huge_is_refused_before_any_memory_is_taken() {
        for head in [
            &b"\xff\xff\xff\xff"[..],
            b"\x01\0\0\0\xff\xff\xff\xff\xff\xff\xff\xff",
            b"\x02\0\0\0\x09\0\0\0\0\0\0\0\x09\0\0\0\0\0\0\0",
        ] {
            assert_eq!(read(head, 10).unwrap_err().kind(), io::ErrorKind::InvalidData);
        }
    }
}
