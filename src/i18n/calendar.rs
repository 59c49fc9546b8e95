//! Days of a certificate.

use super::pick;
use crate::model::calendar::Milestone;
use crate::model::text::Lang;

/// What falls on a day.
pub fn milestone(what: Milestone, lang: Lang) -> String {
    match what {
        Milestone::Issued => pick(lang, "发证".to_owned(), "certificate issued".to_owned()),
        Milestone::Surveillance(number) => pick(
            lang,
            format!("第 {number} 次监督审核，最迟这一天"),
            format!("surveillance audit {number}, on this day at the latest"),
        ),
        Milestone::Renewal => pick(
            lang,
            "申请再认证，最迟这一天".to_owned(),
            "apply for recertification, on this day at the latest".to_owned(),
        ),
        Milestone::Expiry => {
            pick(lang, "证书有效期的最后一天".to_owned(), "last day the certificate is valid".to_owned())
        }
    }
}

/// How far off a day is, given how many days from today; negative if it has passed.
pub fn days_off(days: i32, lang: Lang) -> String {
    match days {
        0 => pick(lang, "就是今天".to_owned(), "today".to_owned()),
        1 => pick(lang, "还有 1 天".to_owned(), "in 1 day".to_owned()),
        2.. => pick(lang, format!("还有 {days} 天"), format!("in {days} days")),
        _ => pick(lang, "已过".to_owned(), "passed".to_owned()),
    }
}
