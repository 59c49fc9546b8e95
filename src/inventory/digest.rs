//! Opening files: which cannot be read, and which hold the same bytes.

use std::collections::{BTreeMap, HashMap};
use std::io::Read;

use rayon::prelude::*;

use crate::model::facts::Facts;
use crate::model::inventory::{File, Inventory};

/// Where the bytes of a file come from: disk, memory, later an archive.
pub trait Opener: Sync {
    /// Opens one file of the inventory.
    fn open(&self, file: &File) -> std::io::Result<Box<dyn Read>>;
}

/// Opens every file that may be evidence. Only files of equal size are read, and read whole only
/// where their first bytes agree.
pub fn read_facts(inventory: &Inventory, opener: &dyn Opener) -> Facts {
    let files = &inventory.files;
    let readable = |index: &usize| files[*index].never.is_none() && files[*index].size != Some(0);
    let unreadable: BTreeMap<usize, String> = (0..files.len())
        .into_par_iter()
        .filter(readable)
        .filter_map(|index| opener.open(&files[index]).err().map(|error| (index, error.to_string())))
        .collect();
    let mut by_size: HashMap<u64, Vec<usize>> = HashMap::new();
    for index in (0..files.len()).filter(readable).filter(|index| !unreadable.contains_key(index)) {
        if let Some(size) = files[index].size {
            by_size.entry(size).or_default().push(index);
        }
    }
    let suspects: Vec<Vec<usize>> = by_size.into_values().filter(|group| group.len() > 1).collect();
    // The first bytes tell most files apart; only what still agrees is read whole.
    let suspects = split(files, opener, &suspects, Some(HEAD));
    let mut same_bytes = split(files, opener, &suspects, None);
    same_bytes.sort_unstable();
    Facts { opened: true, same_bytes, unreadable }
}

/// How much of a file is read first.
const HEAD: u64 = 4096;

/// Splits groups by digest and keeps those of two or more.
fn split(files: &[File], opener: &dyn Opener, groups: &[Vec<usize>], head: Option<u64>) -> Vec<Vec<usize>> {
    groups
        .par_iter()
        .flat_map_iter(|group| {
            let small = head.is_none() && group.iter().all(|&index| files[index].size.is_some_and(|size| size <= HEAD));
            if small {
                return vec![group.clone()];
            }
            let digests: Vec<(usize, Option<blake3::Hash>)> =
                group.par_iter().map(|&index| (index, digest(opener, &files[index], head))).collect();
            let mut same: HashMap<blake3::Hash, Vec<usize>> = HashMap::new();
            for (index, digest) in digests {
                if let Some(digest) = digest {
                    same.entry(digest).or_default().push(index);
                }
            }
            same.into_values().filter(|group| group.len() > 1).collect()
        })
        .collect()
}

/// The digest of a file or of its first bytes; `None` if it cannot be read to the end.
fn digest(opener: &dyn Opener, file: &File, head: Option<u64>) -> Option<blake3::Hash> {
    let mut reader = opener.open(file).ok()?.take(head.unwrap_or(u64::MAX));
    let mut hasher = blake3::Hasher::new();
    std::io::copy(&mut reader, &mut hasher).ok()?;
    Some(hasher.finalize())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inventory::Memory;

    #[test]
    fn only_equal_bytes_are_twins() {
        let long = |last: u8| [vec![7; 5000], vec![last]].concat();
        let memory = Memory::default()
            .with("a.pdf", "same")
            .with("b.pdf", "same")
            .with("c.pdf", "else")
            .with("d.pdf", long(1))
            .with("e.pdf", long(2))
            .with("f.pdf", long(1))
            .with("g.pdf", "")
            .with("h.pdf", "")
            .with_locked("i.pdf");
        let facts = read_facts(&memory.inventory(), &memory);
        assert_eq!(facts.same_bytes, [vec![0, 1], vec![3, 5]]);
        assert_eq!(facts.unreadable.keys().copied().collect::<Vec<_>>(), [8]);
    }
}
