//! Why a file does not count.

use super::{date, pick};
use crate::model::assessment::Assessment;
use crate::model::assignment::{Outcome, Refusal};
use crate::model::finding::RuleId;
use crate::model::text::Lang;

/// What speaks against a file without being certain, as a phrase that follows its name.
pub fn doubt(why: &Refusal, assessment: &Assessment, lang: Lang) -> String {
    match why {
        Refusal::BlankForm => {
            pick(lang, "看来是空白表格，没有认出填写的内容", "may be a blank form, nothing filled in was recognised")
                .to_owned()
        }
        _ => pick(lang, "看来", "perhaps ").to_owned() + &refusal(why, assessment, lang),
    }
}

/// Why a file does not count, as a phrase that follows its name.
pub fn refusal(why: &Refusal, assessment: &Assessment, lang: Lang) -> String {
    let path = |index: usize| &*assessment.inventory.files[index].path;
    // Neither of two names counts where a paper bears those of two items.
    let contested = |twin: usize| matches!(assessment.outcomes[twin], Outcome::Possible(_));
    if let Some(twin) = why.twin().filter(|twin| contested(*twin) && why.rule() == RuleId::DuplicateEvidence) {
        return pick(
            lang,
            format!("与「{}」是同一份，名字却不是同一项；要有人看是哪一项", path(twin)),
            format!(
                "is the same paper as `{}`, which is named for another item; a person must say which it is",
                path(twin)
            ),
        );
    }
    match why {
        Refusal::Empty => {
            pick(lang, "是空文件（0 字节），请重新扫描或导出", "is empty (0 bytes); scan or export it again").to_owned()
        }
        Refusal::LockOrTemp => pick(
            lang,
            "是办公软件的临时文件或没有下载完的文件，不是材料；请关闭文档、下载完整后再查",
            "is a lock file or half a download, not a material; close the document or finish the download",
        )
        .to_owned(),
        Refusal::System => {
            pick(lang, "是系统文件或隐藏文件，不是材料", "is a system's own or hidden file, not a material").to_owned()
        }
        Refusal::OwnReport => pick(
            lang,
            "是本程序写的报告，不是材料；递交前请移出资料夹",
            "is a report of this program, not a material; move it out before handing in",
        )
        .to_owned(),
        Refusal::LinkOutside(target) => pick(
            lang,
            format!("是指向资料夹外（{target}）的链接，没有跟进；请把文件本身放进来"),
            format!("is a link out of the dossier ({target}), not followed; put the file itself in"),
        ),
        Refusal::LinkInside(target) => pick(
            lang,
            format!("是指向「{target}」的链接，原文件已计，链接不再计"),
            format!("is a link to `{target}`, which counts itself"),
        ),
        Refusal::SameBytes(twin) => pick(
            lang,
            format!("与「{}」内容完全相同，两份只算一份", path(*twin)),
            format!("has the same bytes as `{}`; they count once", path(*twin)),
        ),
        Refusal::SameDocument(twin) => pick(
            lang,
            format!("与「{}」是同一份文件的两种格式，只算一份", path(*twin)),
            format!("is the same document, in another format, as `{}`; they count once", path(*twin)),
        ),
        Refusal::SamePicture(twin, None) => pick(
            lang,
            format!("与「{}」是同一张图，只是换了格式，只算一份", path(*twin)),
            format!("is the same picture as `{}` in another wrapper; they count once", path(*twin)),
        ),
        Refusal::SamePicture(twin, Some(_)) => pick(
            lang,
            format!("是「{}」另存的同一张图，只算一份；若确是两份，请在 dossier.yaml 的 assign 里写明", path(*twin)),
            format!(
                "is the picture `{}` saved again; they count once, unless assign in dossier.yaml says otherwise",
                path(*twin)
            ),
        ),
        Refusal::SameText(twin) => pick(
            lang,
            format!("与「{}」的文字一字不差，只算一份", path(*twin)),
            format!("has word for word the text of `{}`; they count once", path(*twin)),
        ),
        Refusal::TitledTemplateOrPolicy(title) => pick(
            lang,
            format!("里面的标题「{title}」说明它是模板、制度或计划，不是填好的记录"),
            format!("is by the title in it (`{title}`) a template, policy or plan, not a filled-in record"),
        ),
        Refusal::ExtensionMismatch(format) => pick(
            lang,
            format!("扩展名不对，其实是 {} 文件，这一项不收；请重新导出或下载", format.name()),
            format!(
                "is in truth a {} file, which this item does not accept; export or download it again",
                format.name()
            ),
        ),
        Refusal::PasswordProtected => pick(
            lang,
            "要密码才能打开，审核员打不开；请去掉密码另存",
            "opens only with a password; save it without one",
        )
        .to_owned(),
        Refusal::Truncated => pick(
            lang,
            "后面缺了一截，多半没有传完；请重新下载或扫描",
            "is cut off, probably not wholly transferred; download or scan it again",
        )
        .to_owned(),
        Refusal::NotFetched => pick(
            lang,
            "只是 Git LFS 的占位文件，文件本身没有取下来；请先 git lfs pull（CI 里 checkout 加 lfs: true）",
            "is only a pointer of Git LFS, the file itself was not fetched; run git lfs pull (in CI: checkout with `lfs: true`)",
        )
        .to_owned(),
        Refusal::Corrupt(why) => pick(
            lang,
            format!("已损坏，打不开（{why}）；请重新导出或扫描"),
            format!("is damaged ({why}); export or scan it again"),
        ),
        Refusal::NoPages => pick(lang, "里面一页也没有；请重新导出", "has no pages; export it again").to_owned(),
        Refusal::NothingPacked => {
            pick(lang, "里面一个文件也没有；请重新打包", "has no files in it; pack it again").to_owned()
        }
        Refusal::BlankPage => {
            pick(lang, "是白纸，没有任何内容；请重新扫描", "is a blank page; scan it again").to_owned()
        }
        Refusal::BlankForm => pick(
            lang,
            "是空白表格，一栏也没有填；请交填好的",
            "is a blank form: nothing is filled in; hand in a filled-in one",
        )
        .to_owned(),
        Refusal::UnsafeArchive(what) => pick(
            lang,
            format!("是不安全的压缩包内容（{what}），没有解开；请重新打包"),
            format!("is unsafe to unpack ({what}); pack it again"),
        ),
        Refusal::TemplateOrPolicy(word) => pick(
            lang,
            format!("按名字（「{word}」）是模板、制度或计划，不是填好的记录"),
            format!("is by its name (`{word}`) a template, policy or plan, not a filled-in record"),
        ),
        Refusal::NotSealed(mark) => pick(
            lang,
            format!("写着「{mark}」，这一项须盖章或签字后再交"),
            format!("says `{mark}`; this item must be stamped or signed"),
        ),
        Refusal::WrongFormat(extension) if extension.is_empty() => pick(
            lang,
            "没有扩展名，看不出是什么文件；请存成 PDF、图片或 Office 文件",
            "has no extension; save it as PDF, image or office document",
        )
        .to_owned(),
        Refusal::WrongFormat(extension) => pick(
            lang,
            format!("是 .{extension}，这一项不收这种格式；请存成 PDF、图片或 Office 文件（压缩包请先解开）"),
            format!(
                "is .{extension}, which this item does not accept; save it as PDF, image or office document (unpack archives)"
            ),
        ),
        Refusal::Unreadable(error) => pick(lang, format!("读不了：{error}"), format!("cannot be read: {error}")),
        Refusal::Expired(until) => pick(
            lang,
            format!("有效期到 {}，已经过期；请交有效的", date(*until, lang)),
            format!("was valid until {} and is no longer in force; hand in one that is", date(*until, lang)),
        ),
        Refusal::OutsideWindow(when, from) => pick(
            lang,
            format!("日期是 {}，早于要求的 {from}；请换近期的", date(*when, lang)),
            format!("is dated {}, before {from}, the first day that counts; hand in a recent one", date(*when, lang)),
        ),
        Refusal::FutureDate(when) => pick(
            lang,
            format!("日期是 {}，还没有到；请核对日期", date(*when, lang)),
            format!("is dated {}, which has not come yet; check the date", date(*when, lang)),
        ),
        Refusal::SamePerson(other, person) => pick(
            lang,
            format!("与「{}」是同一个人（{person}）的同一种证书，只算一份", path(*other)),
            format!("is the same certificate of the same person ({person}) as `{}`; they count once", path(*other)),
        ),
        Refusal::OtherParty(found) => pick(
            lang,
            format!("写的是「{found}」，不是申请企业；请换成本企业的"),
            format!("is of `{found}`, not of the applicant; hand in the applicant's own"),
        ),
    }
}
