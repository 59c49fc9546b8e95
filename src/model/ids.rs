//! Numbers with a check digit.

/// Provinces of GB/T 2260, and 83 for residents of Taiwan.
pub const PROVINCES: [u8; 35] = [
    11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46, 50, 51, 52, 53, 54, 61, 62, 63,
    64, 65, 71, 81, 82, 83,
];

/// Who registers an organisation and of what kind it is: the first two characters of its code.
const KINDS: [&str; 40] = [
    "11", "12", "13", "19", "21", "29", "31", "32", "33", "34", "35", "39", "41", "49", "51", "52", "53", "54", "55",
    "59", "61", "62", "69", "71", "72", "79", "81", "89", "91", "92", "93", "A1", "A9", "N1", "N2", "N3", "N9", "Y1",
    "G1", "Q1",
];

/// Whether it is a unified social credit code (GB 32100): who registers, where, and the check digit. Capitals only.
pub fn is_credit_code(code: &str) -> bool {
    const ALPHABET: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    let Some(values) = code.chars().map(|c| ALPHABET.find(c)).collect::<Option<Vec<usize>>>() else { return false };
    let (Some(kind), Some(place)) = (code.get(..2), code.get(2..8)) else { return false };
    let province = place.get(..2).and_then(|two| two.parse::<u8>().ok());
    let placed = place.bytes().all(|b| b.is_ascii_digit())
        && (place == "100000" || province.is_some_and(|province| PROVINCES.contains(&province)));
    let (sum, _) = values.iter().take(17).fold((0, 1), |(sum, weight), value| (sum + value * weight, weight * 3 % 31));
    values.len() == 18 && KINDS.contains(&kind) && placed && values.last() == Some(&((31 - sum % 31) % 31))
}
