//! The ZIP an office document is packed in: its parts, bounded.

use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use crate::content::{Limits, text};
use crate::model::content::Trouble;

/// The parts of a packed document.
pub(super) struct Package<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    limits: &'a Limits,
    /// Bytes that may still be unpacked.
    left: u64,
}

impl<'a> Package<'a> {
    /// Opens a package, unless its directory already tells that it is broken or a bomb.
    pub(super) fn open(bytes: &'a [u8], limits: &'a Limits) -> Result<Self, Trouble> {
        let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|error| broken(bytes, &error))?;
        if zip.len() > limits.members {
            return Err(Trouble::Bomb(format!("more than {} parts", limits.members)));
        }
        if zip.has_overlapping_files().map_err(|error| broken(bytes, &error))? {
            return Err(Trouble::Corrupt("parts overlap".to_owned()));
        }
        if zip.decompressed_size().is_some_and(|size| size > u128::from(limits.unpacked)) {
            return Err(Trouble::Bomb(format!("more than {} bytes", limits.unpacked)));
        }
        Ok(Self { zip, limits, left: limits.unpacked })
    }

    /// The names of its parts.
    pub(super) fn names(&self) -> Vec<String> {
        self.zip.file_names().flatten().map(std::borrow::Cow::into_owned).collect()
    }

    /// Whether it has a part.
    pub(super) fn has(&self, name: &str) -> bool {
        self.index(name).is_some()
    }

    /// The text of a part; `None` if there is no such part.
    pub(super) fn text(&mut self, name: &str) -> Result<Option<String>, Trouble> {
        Ok(self.bytes(name)?.map(|bytes| text::decode(&bytes)))
    }

    /// The text of a part that must be there.
    pub(super) fn need(&mut self, name: &str) -> Result<String, Trouble> {
        self.text(name)?.ok_or_else(|| Trouble::Corrupt(format!("{name} is missing")))
    }

    /// The bytes of a part; `None` if there is no such part.
    pub(super) fn bytes(&mut self, name: &str) -> Result<Option<Vec<u8>>, Trouble> {
        let Some(index) = self.index(name) else { return Ok(None) };
        let part = self.zip.by_index(index).map_err(|error| unreadable(name, &error))?;
        let most = self.limits.bytes.min(self.left);
        if part.size() > most {
            return Err(Trouble::TooLarge(most));
        }
        let mut bytes = Vec::new();
        part.take(most + 1).read_to_end(&mut bytes).map_err(|error| Trouble::Corrupt(format!("{name}: {error}")))?;
        let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        if size > most {
            return Err(Trouble::TooLarge(most));
        }
        self.left -= size;
        Ok(Some(bytes))
    }

    /// Part names are compared without case: some writers change it.
    fn index(&self, name: &str) -> Option<usize> {
        let name = name.trim_start_matches('/');
        self.zip
            .index_for_name(name)
            .or_else(|| self.zip.file_names_raw().position(|raw| raw.eq_ignore_ascii_case(name.as_bytes())))
    }
}

/// A ZIP without its directory has lost its end.
fn broken(bytes: &[u8], error: &ZipError) -> Trouble {
    let tail = bytes.get(bytes.len().saturating_sub(66_000)..).unwrap_or(bytes);
    if tail.windows(4).any(|at| at == b"PK\x05\x06") { Trouble::Corrupt(error.to_string()) } else { Trouble::Truncated }
}

fn unreadable(name: &str, error: &ZipError) -> Trouble {
    match error {
        ZipError::InvalidPassword | ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => Trouble::Encrypted,
        error => Trouble::Corrupt(format!("{name}: {error}")),
    }
}

/// What a part refers to, from its relationships: id, the last word of the type, and the part's name.
pub(super) fn relations(package: &mut Package<'_>, part: &str) -> Result<Vec<(String, String, String)>, Trouble> {
    let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
    let name = format!("{folder}/_rels/{file}.rels");
    let Some(xml) = package.text(&name)? else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    super::xml::walk(&xml, package.limits.depth, |token| {
        if let super::xml::Token::Open(element) = token
            && element.is("Relationship")
            && let (Some(id), Some(target)) = (element.attribute("Id"), element.attribute("Target"))
        {
            let kind = element.attribute("Type").unwrap_or_default();
            let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
            found.push((id, kind, resolve(folder, &target)));
        }
    })?;
    Ok(found)
}

/// A reference seen from a folder of the package.
pub(super) fn resolve(folder: &str, target: &str) -> String {
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut path: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(path.pop()),
            part => path.push(part),
        }
    }
    path.join("/")
}
