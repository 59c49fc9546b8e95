//! Puts checksums right, which would keep every mutation from being read.

/// A 7z whose headers are as its checksums say.
pub fn seven_zip(bytes: &[u8]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    let number = |at: usize| Some(u64::from_le_bytes(bytes.get(at..at + 8)?.try_into().ok()?));
    let header = number(12).zip(number(20)).and_then(|(offset, size)| {
        let start = usize::try_from(offset).ok()?.checked_add(32)?;
        bytes.get(start..start.checked_add(usize::try_from(size).ok()?)?)
    });
    if let Some(sum) = header.map(crc32fast::hash) {
        bytes[28..32].copy_from_slice(&sum.to_le_bytes());
        let sum = crc32fast::hash(&bytes[12..32]);
        bytes[8..12].copy_from_slice(&sum.to_le_bytes());
    }
    bytes
}

/// A RAR, of version 4 or 5, whose headers are as their checksums say.
pub fn rar(bytes: &[u8]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    let (mut at, next): (_, fn(&mut [u8]) -> Option<usize>) = match () {
        () if bytes.starts_with(b"Rar!\x1a\x07\x01\0") => (8, rar5),
        () if bytes.starts_with(b"Rar!\x1a\x07\0") => (7, rar4),
        () => return bytes,
    };
    // At most so many headers; the rest stays as it is.
    for _ in 0..100 {
        let Some(size) = bytes.get_mut(at..).and_then(next) else { break };
        at = at.saturating_add(size);
    }
    bytes
}

/// Puts one header right; how long it and its data are.
fn rar4(block: &mut [u8]) -> Option<usize> {
    let size = usize::from(u16::from_le_bytes(block.get(5..7)?.try_into().ok()?));
    let long = block.get(4)? & 0x80 != 0;
    let data = if long { u32::from_le_bytes(block.get(7..11)?.try_into().ok()?) } else { 0 };
    let sum = crc32fast::hash(block.get(2..size)?).to_le_bytes();
    block[..2].copy_from_slice(&sum[..2]);
    size.checked_add(usize::try_from(data).ok()?)
}

fn rar5(block: &mut [u8]) -> Option<usize> {
    let mut at = 4;
    let size = vint(block, &mut at)?;
    let end = at.checked_add(size)?;
    let _kind = vint(block, &mut at)?;
    let flags = vint(block, &mut at)?;
    if flags & 1 != 0 {
        vint(block, &mut at)?;
    }
    let data = if flags & 2 != 0 { vint(block, &mut at)? } else { 0 };
    let sum = crc32fast::hash(block.get(4..end)?);
    block[..4].copy_from_slice(&sum.to_le_bytes());
    end.checked_add(data)
}

fn vint(block: &[u8], at: &mut usize) -> Option<usize> {
    let mut value = 0;
    for shift in (0..63).step_by(7) {
        let byte = *block.get(*at)?;
        *at += 1;
        value |= usize::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some(value);
        }
    }
    None
}
