//! Names of archive members: which letters they are, and where they lead.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{BIG5, Encoding, GB18030, GBK};

use crate::content::masked;
use crate::model::content::Member;
use crate::model::settings::SETTINGS_FILE;

/// A member's name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Name {
    /// A path with `/` that leads nowhere but into the archive.
    pub path: String,
    /// The bytes as stored, where they are not UTF-8.
    pub raw: Option<Vec<u8>>,
    /// The name as stored, if it leads out of the archive.
    pub leads_out: Option<String>,
}

impl Name {
    /// A member of that name, identity numbers masked.
    pub(super) fn member(self, size: u64) -> Member {
        match masked(&self.path) {
            Some(path) => Member { path, size, ..Member::default() },
            None => Member { path: self.path, raw: self.raw, size, ..Member::default() },
        }
    }

    /// Whether it may be the settings file of a dossier that is this archive: at its top, or one folder below.
    pub(super) fn may_be_settings(&self) -> bool {
        self.path == SETTINGS_FILE || self.path.split_once('/').is_some_and(|(_, name)| name == SETTINGS_FILE)
    }

    /// Whether some system put it there for itself.
    pub(super) fn is_rubbish(&self) -> bool {
        let mut parts = self.path.split('/');
        parts.next_back() == Some(".DS_Store") || self.path.split('/').any(|part| part == "__MACOSX")
    }
}

/// Names as stored → names to show. What is not UTF-8 is taken for one Chinese encoding, the same for all.
pub(super) fn decode(raw: Vec<Vec<u8>>) -> Vec<Name> {
    let encoding = encoding(raw.iter().map(Vec::as_slice).filter(|name| std::str::from_utf8(name).is_err()));
    let decode = |raw: Vec<u8>| match String::from_utf8(raw) {
        Ok(name) => safe(name, None),
        Err(error) => {
            let raw = error.into_bytes();
            safe(encoding.decode_without_bom_handling(&raw).0.into_owned(), Some(raw))
        }
    };
    raw.into_iter().map(decode).collect()
}

/// A name that is text already.
#[cfg(feature = "seven-zip")]
pub(super) fn of_text(name: String) -> Name {
    safe(name, None)
}

/// The encoding of names that are not UTF-8.
fn encoding<'a>(names: impl Iterator<Item = &'a [u8]>) -> &'static Encoding {
    let joined = names.collect::<Vec<_>>().join(&b'\n');
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(&joined, true);
    let guess = detector.guess(Some(b"cn"), Utf8Detection::Deny);
    let guess = if guess == GBK { GB18030 } else { guess };
    let order = if guess == BIG5 { [BIG5, GB18030] } else { [GB18030, BIG5] };
    order.into_iter().find(|encoding| fits(encoding, &joined)).unwrap_or(guess)
}

/// Whether bytes are text in an encoding; private letters are a sign that they are in another.
fn fits(encoding: &'static Encoding, bytes: &[u8]) -> bool {
    encoding
        .decode_without_bom_handling_and_without_replacement(bytes)
        .is_some_and(|text| !text.chars().any(|c| matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..)))
}

/// A name without what leads out of the archive.
fn safe(name: String, raw: Option<Vec<u8>>) -> Name {
    let slashed = name.replace('\\', "/");
    let mut leads_out = slashed.starts_with('/') || slashed.contains('\0');
    let mut path = String::with_capacity(slashed.len());
    for (at, part) in slashed.split('/').enumerate() {
        let part = match drive(part) {
            Some(rest) if at == 0 => {
                leads_out = true;
                rest
            }
            _ => part,
        };
        match part {
            "" | "." => continue,
            ".." => leads_out = true,
            _ => {
                if !path.is_empty() {
                    path.push('/');
                }
                path.extend(part.chars().filter(|c| *c != '\0'));
            }
        }
    }
    if path.is_empty() {
        path.push('?');
    }
    Name { path, raw, leads_out: leads_out.then_some(name) }
}

/// What stands behind a drive letter: `C:a` → `a`.
fn drive(part: &str) -> Option<&str> {
    let (letter, rest) = part.split_once(':')?;
    (letter.len() == 1 && letter.chars().all(|c| c.is_ascii_alphabetic())).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(raw: &[&[u8]]) -> Vec<String> {
        decode(raw.iter().map(|name| name.to_vec()).collect()).into_iter().map(|name| name.path).collect()
    }

    #[test]
    fn chinese_names_are_read_in_any_encoding() {
        let names = ["认证申请书.docx", "售后服务/维修记录单.jpg", "营业执照（副本）.pdf"];
        let gbk: Vec<_> = names.iter().map(|name| GBK.encode(name).0.into_owned()).collect();
        assert_eq!(paths(&gbk.iter().map(Vec::as_slice).collect::<Vec<_>>()), names);
        assert_eq!(paths(&names.map(str::as_bytes)), names);
        let one = GBK.encode("证书.pdf").0;
        assert_eq!(paths(&[&one, "合同.pdf".as_bytes()]), ["证书.pdf", "合同.pdf"]);
        let rare = GB18030.encode("𠮷田服务承诺.pdf").0;
        assert_eq!(paths(&[&rare]), ["𠮷田服务承诺.pdf"]);
        let big5: Vec<_> = ["營業執照副本.pdf", "售後服務承諾書.docx", "維修紀錄與客戶滿意度調查.xlsx"]
            .map(|name| BIG5.encode(name).0.into_owned())
            .to_vec();
        assert_eq!(paths(&big5.iter().map(Vec::as_slice).collect::<Vec<_>>())[0], "營業執照副本.pdf");
    }

    #[test]
    fn the_bytes_are_kept_where_they_are_not_utf8() {
        let raw = GBK.encode("证书.pdf").0.into_owned();
        assert_eq!(decode(vec![raw.clone()])[0].raw, Some(raw));
        assert_eq!(decode(vec![b"a.pdf".to_vec()])[0].raw, None);
    }

    #[test]
    fn names_that_lead_out_are_made_harmless() {
        for (name, path) in [
            ("../../etc/passwd", "etc/passwd"),
            ("/etc/passwd", "etc/passwd"),
            ("..\\..\\a.exe", "a.exe"),
            ("C:\\Windows\\a.exe", "Windows/a.exe"),
            ("c:a.exe", "a.exe"),
            ("\\\\server\\share\\a", "server/share/a"),
            ("a/../../b", "a/b"),
            ("a\0b", "ab"),
            ("..", "?"),
        ] {
            let name = &decode(vec![name.as_bytes().to_vec()])[0];
            assert_eq!(name.path, path);
            assert!(name.leads_out.is_some(), "{path}");
        }
    }

    #[test]
    fn ordinary_names_are_safe() {
        for (name, path) in [
            ("a\\b.pdf", "a/b.pdf"),
            ("./a//b.pdf", "a/b.pdf"),
            ("16:9/图.jpg", "16:9/图.jpg"),
            ("..a/b...pdf", "..a/b...pdf"),
        ] {
            let decoded = &decode(vec![name.as_bytes().to_vec()])[0];
            assert_eq!((decoded.path.as_str(), &decoded.leads_out), (path, &None));
        }
    }

    #[test]
    fn what_systems_leave_behind_is_rubbish() {
        let rubbish = |name: &str| decode(vec![name.as_bytes().to_vec()])[0].is_rubbish();
        assert!(rubbish("__MACOSX/._a.pdf") && rubbish("a/.DS_Store") && rubbish("a/__MACOSX/b"));
        assert!(!rubbish("a.pdf") && !rubbish("DS_Store"));
    }
}
