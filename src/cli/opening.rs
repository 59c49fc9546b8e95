//! Showing the web page once it is written.

use std::path::PathBuf;

use dossier::content::{self, cache};

use super::args::{CheckFormat, ReportArgs, ReportTo};
use super::{Context, Failure};

/// The same reports, with a page to open among them if one is to be opened. A page nobody named a place for goes to
/// the user's cache folder, never into a dossier.
pub(crate) fn with_page(args: &ReportArgs, name: &str) -> Result<ReportArgs, Failure> {
    let mut args = args.clone();
    if args.open && page(&args).is_none() {
        let folder = cache::folder().unwrap_or_else(std::env::temp_dir).join("reports");
        std::fs::create_dir_all(&folder).map_err(|error| {
            let folder = folder.display();
            Failure::told(
                format!("建不了文件夹「{folder}」：{error}；请用 --report html=文件 指定网页写到哪里"),
                format!("cannot make the folder `{folder}`: {error}; say with --report html=FILE where the page goes"),
            )
        })?;
        let path = folder.join(format!("{}.html", file_name(name)));
        args.report.push(ReportTo { format: CheckFormat::Html, path });
    }
    Ok(args)
}

/// Opens the page, if it is to be opened; says where it lies if that cannot be done.
pub(crate) fn open(args: &ReportArgs, context: &Context) {
    let Some(page) = page(args).filter(|_| args.open) else { return };
    let page = std::fs::canonicalize(&page).unwrap_or(page);
    let shown = page.display();
    match open::that_detached(&page) {
        Ok(()) => context.tell(&format!("网页报告：{shown}"), &format!("the page: {shown}")),
        Err(error) => context.tell(
            &format!("打不开浏览器（{error}），请自己打开网页报告：{shown}"),
            &format!("cannot open a browser ({error}); open the page yourself: {shown}"),
        ),
    }
}

/// The first page that is written to a file.
fn page(args: &ReportArgs) -> Option<PathBuf> {
    let among = args.report.iter().find(|report| report.format == CheckFormat::Html).map(|report| &report.path);
    among.or(args.output.as_ref().filter(|_| args.format() == CheckFormat::Html)).cloned()
}

/// A file's name made of a dossier's, with identity numbers masked.
pub(crate) fn file_name(dossier: &str) -> String {
    let masked = content::masked(dossier);
    let parts =
        masked.as_deref().unwrap_or(dossier).split(['/', '\\']).filter(|part| !matches!(*part, "" | "." | ".."));
    let name = parts.collect::<Vec<_>>().join("-");
    let harmless = |c: char| if c.is_control() || "<>:\"|?*".contains(c) { '_' } else { c };
    let name: String = name.chars().map(harmless).take(80).collect();
    let name = name.trim_matches(['.', ' ']);
    if name.is_empty() { "dossier".to_owned() } else { name.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::file_name;

    #[test]
    fn files_are_named_after_dossiers() {
        assert_eq!(file_name("客户/甲公司"), "客户-甲公司");
        assert_eq!(file_name("C:\\客户\\甲"), "C_-客户-甲");
        assert_eq!(file_name("../a\u{1b}|b."), "a__b");
        assert_eq!(file_name("."), "dossier");
        assert!(!file_name("客户/张示例110101199003077758").contains("19900307"));
    }
}
