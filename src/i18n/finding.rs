//! Findings as sentences: what is wrong, and what to do.

use super::{aspect, eligibility, near, pick};
use crate::model::assessment::Assessment;
use crate::model::assignment::Refusal;
use crate::model::content::{Abandoned, Trouble};
use crate::model::finding::{Finding, NameTrouble, Place, Problem};
use crate::model::text::Lang;

/// The sentence of one finding. Names are given as they are; whoever prints them escapes them.
pub fn message(finding: &Finding, assessment: &Assessment, lang: Lang) -> String {
    let list = &assessment.checklist;
    let item_name = |index: usize| {
        let item = &list.items[index];
        match (&item.no, lang) {
            (Some(no), Lang::Zh) => format!("第 {no} 项「{}」", item.title.zh),
            (Some(no), Lang::En) => format!("item {no} ({})", item.title.en),
            (None, _) => format!("「{}」", item.title.get(lang)),
        }
    };
    let path = |index: usize| &*assessment.inventory.files[index].path;
    let subject = match &finding.place {
        Place::Item(item) => item_name(*item),
        Place::File(file, _) => quoted(path(*file), lang),
        Place::Path(path) if path.is_empty() => pick(lang, "资料夹", "the dossier").to_owned(),
        Place::Path(path) => quoted(path, lang),
        Place::Condition(index) => {
            let title = list.conditions[*index].title.get(lang);
            pick(lang, format!("申报条件「{title}」"), format!("the condition `{title}`"))
        }
        Place::Settings(line) => pick(lang, format!("dossier.yaml 第 {line} 行"), format!("dossier.yaml, line {line}")),
    };
    let condition = match &finding.place {
        Place::Condition(index) => list.conditions.get(*index),
        _ => None,
    };
    let said = |zh: String, en: String| pick(lang, format!("{subject}{zh}"), format!("{subject}{en}"));
    match &finding.problem {
        Problem::MissingMaterial { need: 1 } => said("没有找到".into(), ": nothing found".into()),
        Problem::MissingMaterial { need } => {
            said(format!("一份也没有，需要 {need} 份"), format!(": none of {need} found"))
        }
        Problem::TooFew { have, need } => said(
            format!("只有 {have} 份，需要 {need} 份，还差 {} 份", need - have),
            format!(": {have} of {need}, {} more needed", need - have),
        ),
        Problem::Unclear { facts, .. } if !facts.is_empty() => {
            let names = |lang: Lang| -> Vec<&str> {
                facts.iter().map(|id| list.fact(id).map_or(id.as_str(), |fact| fact.title.get(lang))).collect()
            };
            said(
                format!(
                    "还没有说明：{}；请在 dossier.yaml 的 facts 里填写，或交一份写有它的文件",
                    names(Lang::Zh).join("、")
                ),
                format!(
                    ": not declared: {}; put it under facts in dossier.yaml, or hand in a paper that says it",
                    names(Lang::En).join(", ")
                ),
            )
        }
        Problem::Unclear { have, possible, need, .. } => said(
            format!("能确定的有 {have} 份，可能有 {possible} 份，需要 {need} 份：要有人看过才知道"),
            format!(": {have} certain, {possible} possible, {need} needed: a person must look"),
        ),
        Problem::TooMany { have, max } => {
            said(format!("有 {have} 份，最多 {max} 份"), format!(": {have}, at most {max} allowed"))
        }
        Problem::BelowRecommended { have, recommended } => said(
            format!("有 {have} 份，够数；建议 {recommended} 份"),
            format!(": {have}, which is enough; {recommended} are recommended"),
        ),
        Problem::ConditionUndeclared { fact } => {
            let title = |lang: Lang| list.fact(fact).map_or(fact.as_str(), |fact| fact.title.get(lang)).to_owned();
            said(
                format!("只在「{}」时需要；请在 dossier.yaml 写 facts: {{ {fact}: true }} 或 false", title(Lang::Zh)),
                format!(
                    " is due only if: {}; write facts: {{ {fact}: true }} or false into dossier.yaml",
                    title(Lang::En)
                ),
            )
        }
        Problem::NotEligible { declared } => {
            let said = |condition| eligibility::not_eligible(condition, declared, lang);
            format!("{subject}{}", condition.map(said).unwrap_or_default())
        }
        Problem::EligibilityUndeclared { month } => {
            let said = |condition| eligibility::undeclared(condition, month.as_ref(), lang);
            format!("{subject}{}", condition.map(said).unwrap_or_default())
        }
        Problem::NotEvaluated { aspects } => {
            let names = |lang: Lang| aspects.iter().map(|a| aspect(*a, lang)).collect::<Vec<_>>();
            said(
                format!("还要请人核对：{}", names(Lang::Zh).join("、")),
                format!(": a person must check {}", names(Lang::En).join(", ")),
            )
        }
        Problem::OptionalAbsent => said("没有，可以不交".into(), ": absent, and optional".into()),
        Problem::Refused(why) => {
            let (zh, en) = (refusal(why, assessment, Lang::Zh), refusal(why, assessment, Lang::En));
            said(zh, format!(" {en}"))
        }
        Problem::UnreadableFolder { error } => said(format!("读不了：{error}"), format!(" cannot be read: {error}")),
        Problem::NameProblem { trouble } => {
            said(name_trouble(*trouble, Lang::Zh).into(), format!(" {}", name_trouble(*trouble, Lang::En)))
        }
        Problem::Misfiled { folder, name } => said(
            format!(
                "放在{}的文件夹里，但按名字或内容是{}，按后者计；请移到对的文件夹",
                item_name(*folder),
                item_name(*name)
            ),
            format!(
                " lies in the folder of {}, but is by its name or content {}, and counts as that; please move it",
                item_name(*folder),
                item_name(*name)
            ),
        ),
        Problem::NearMiss { item, why } => said(
            format!("没有计入；像是{}：{}", item_name(*item), near(why, Lang::Zh)),
            format!(" is not counted; it resembles {}: {}", item_name(*item), near(why, Lang::En)),
        ),
        Problem::ExtensionMismatch { format } => said(
            format!("的扩展名不对，其实是 {} 文件；已按内容计，请改对扩展名再交", format.name()),
            format!(" is in truth a {} file; it counts, but give it the right extension", format.name()),
        ),
        Problem::NameContentMismatch { name, content, title, page } => said(
            format!(
                "名字说的是{}，第 {page} 页的标题却是「{title}」{}：要有人看过才能计",
                item_name(*name),
                content.map(|item| format!("（{}）", item_name(item))).unwrap_or_default()
            ),
            format!(
                " is named like {}, but the title on page {page} is `{title}`{}: a person must look",
                item_name(*name),
                content.map(|item| format!(" ({})", item_name(item))).unwrap_or_default()
            ),
        ),
        Problem::LooksAlike { other, bits } => said(
            format!("看上去和「{}」很像（256 位指纹差 {bits} 位）；如果是同一份，请换一份", path(*other)),
            format!(" looks like `{}` ({bits} of 256 bits differ); if it is the same, replace it", path(*other)),
        ),
        Problem::Blurred => {
            said("太模糊，看不清；请重新拍照或扫描".into(), " is too blurred to be read; scan it again".into())
        }
        Problem::NotRead { why } => said(
            format!("{}，按名字计；请打开确认", not_read(why, Lang::Zh)),
            format!(" {}; it counts by its name, please open it", not_read(why, Lang::En)),
        ),
        Problem::UnmatchedFile => said(
            "没有哪一项要它；如果是材料，请把材料名写进文件名".into(),
            " is asked for by no item; if it is a material, name it so".into(),
        ),
        Problem::MisnamedSettings => said(
            "没有被读取：说明文件必须正好叫 dossier.yaml（记事本保存时选「所有文件」）".into(),
            " was not read: the settings file must be called exactly dossier.yaml".into(),
        ),
        Problem::UnusedAssignment { path } => {
            said(format!("的 assign「{path}」没有对上任何文件"), format!(": the assign path `{path}` fits no file"))
        }
    }
}

/// Why a file does not count, as a phrase that follows its name.
pub fn refusal(why: &Refusal, assessment: &Assessment, lang: Lang) -> String {
    let path = |index: usize| &*assessment.inventory.files[index].path;
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
        Refusal::SamePicture(twin, Some(bits)) => pick(
            lang,
            format!(
                "是「{}」另存的图（256 位指纹只差 {bits} 位），只算一份；若确是两份，请在 dossier.yaml 的 assign 里写明",
                path(*twin)
            ),
            format!(
                "is the picture `{}` saved again ({bits} of 256 bits differ); they count once, unless assign in dossier.yaml says otherwise",
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
        Refusal::Corrupt(why) => pick(
            lang,
            format!("已损坏，打不开（{why}）；请重新导出或扫描"),
            format!("is damaged ({why}); export or scan it again"),
        ),
        Refusal::NoPages => pick(lang, "里面一页也没有；请重新导出", "has no pages; export it again").to_owned(),
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
    }
}

fn not_read(why: &Trouble, lang: Lang) -> String {
    match why {
        Trouble::TooLarge(_) => pick(lang, "太大，超过读取上限，没有读", "is too large to be read").to_owned(),
        Trouble::Abandoned(Abandoned::Time) => pick(lang, "读得太久，放弃了", "took too long to read").to_owned(),
        Trouble::Abandoned(Abandoned::Crash) => pick(lang, "让读取程序崩溃了", "made the reader crash").to_owned(),
        _ => pick(lang, "是这个版本读不了的格式", "is in a format this build does not read").to_owned(),
    }
}

fn name_trouble(trouble: NameTrouble, lang: Lang) -> &'static str {
    match trouble {
        NameTrouble::Encoding => pick(
            lang,
            "的名字不是 UTF-8 编码（多半是 GBK），已按中文解码；打包发送前请改名，以免对方看到乱码",
            "has a name that is not UTF-8 (probably GBK); it was decoded, but rename it before packing",
        ),
        NameTrouble::Long => pick(
            lang,
            "的路径超过 260 个字符，许多 Windows 程序打不开；请缩短",
            "has a path of more than 260 characters, which many Windows programs cannot open; shorten it",
        ),
        NameTrouble::Invisible => {
            pick(lang, "的名字里有看不见的控制字符，请改名", "has invisible control characters in its name; rename it")
        }
        NameTrouble::NotPortable => pick(
            lang,
            "的名字里有 Windows 不允许的字符或写法，打包、邮寄会出错；请改名",
            "has a name Windows cannot hold, which mail and ZIP programs break; rename it",
        ),
    }
}

fn quoted(path: &str, lang: Lang) -> String {
    pick(lang, format!("「{path}」"), format!("`{path}`"))
}
