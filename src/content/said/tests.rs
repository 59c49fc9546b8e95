use proptest::prelude::*;

use super::*;
use crate::model::content::{DateRole, Table, When};

#[test]
fn a_page_is_completed() {
    let number = "110101199003077758";
    let mut page = Page {
        name: Some(format!("张三{number}")),
        titles: vec![format!("售后服务管理师 {number}")],
        text: format!(
            "姓名 身份证号\n张三 {number}\n发证日期：2024年3月1日\n有效期至 长期\n上海明远电器有限公司 91350100M000100Y43"
        ),
        table: Some(Table { header: vec!["姓名".to_owned(), number.to_owned()], rows: 1 }),
        ..Page::default()
    };
    complete(&mut page);
    assert!(!format!("{page:?}").contains(number));
    assert_eq!(page.said.resident_ids, ["110101********7758"]);
    assert_eq!(page.said.credit_codes, ["91350100M000100Y43"]);
    assert_eq!(page.said.companies, ["上海明远电器有限公司"]);
    assert_eq!(page.said.dates.first().map(|dated| dated.role), Some(DateRole::Issued));
    assert_eq!(
        page.said.dates.last().map(|dated| (dated.role, dated.when)),
        Some((DateRole::ValidUntil, When::Forever))
    );
}

/// The two papers of one PDF file keep their days apart: each page speaks for itself.
#[test]
fn a_page_speaks_for_itself() {
    let mut licence =
        Page { text: "营业执照\n营业期限：2010年1月1日至长期".to_owned(), ..Page::default() };
    let mut certificate = Page { text: "认证证书\n有效期至：2027-05-01".to_owned(), ..Page::default() };
    complete(&mut licence);
    complete(&mut certificate);
    assert_eq!(licence.said.dates.len(), 2);
    assert_eq!(certificate.said.dates.len(), 1);
}

/// New licences print no period; that nothing is said is all that is said.
#[test]
fn a_licence_without_a_period_says_none() {
    let mut page = Page {
        text: "营业执照\n成立日期 2010年01月01日\n经营范围：一般项目".to_owned(), ..Page::default()
    };
    complete(&mut page);
    assert!(page.said.dates.iter().all(|dated| dated.role == DateRole::Issued));
}

proptest! {
    #[test]
    fn any_page_is_completed(text in "(\\PC|\n){0,300}", near in "(客户名称|日期|有限公司|[：: \n_□√（）()]|张三|[0-9X]{1,18}|序号|满意|电话){0,60}") {
        for text in [text, near] {
            let mut page = Page { titles: vec![text.clone()], text, ..Page::default() };
            complete(&mut page);
            if let Some(form) = page.form {
                prop_assert!(form.filled <= form.total && form.total >= 3);
            }
        }
    }
}
