//! Papers that must be stamped: what is seen on the page, and what a person says.
#![allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]

mod common;

use std::io::Cursor;

use common::{Report, Scratch};
use image::{ImageFormat, Rgb, RgbImage};

/// A scan of an application form at 100 dots an inch: grey lines for text, a signature and, if it is stamped, a ring of red ink
/// with letters along it and a star.
fn scan(stamped: bool, coloured: bool) -> Vec<u8> {
    let (width, height) = (827_u32, 1169_u32);
    let mut page = RgbImage::from_pixel(width, height, Rgb([252, 251, 248]));
    for row in 0..30 {
        for x in 90..(width - 90 - (row % 4) * 60) {
            for y in 0..5 {
                if (x / 7 + row) % 3 != 0 {
                    page.put_pixel(x, 100 + row * 32 + y, Rgb([40, 40, 44]));
                }
            }
        }
    }
    // A signature in blue ink: the scan is in colour.
    for x in 120..360_u32 {
        let height = 900.0 + (f64::from(x) * 0.15).sin() * 18.0;
        for y in 0..4 {
            page.put_pixel(x, height as u32 + y, Rgb([30, 60, 160]));
        }
    }
    if stamped {
        let (cx, cy) = (560.0_f32, 900.0_f32);
        for y in 780..1020_u32 {
            for x in 440..680_u32 {
                let (dx, dy) = (x as f32 - cx, y as f32 - cy);
                let (radius, angle) = ((dx * dx + dy * dy).sqrt(), dy.atan2(dx));
                let letters = (62.0..74.0).contains(&radius) && (angle * 9.0).sin() > 0.1 && angle < 2.4;
                let star = radius < 18.0 + 8.0 * (angle * 5.0 + 0.5).sin();
                if (80.0..86.0).contains(&radius) || letters || star {
                    page.put_pixel(x, y, Rgb([214, 42, 48]));
                }
            }
        }
    }
    if !coloured {
        for pixel in page.pixels_mut() {
            let grey = pixel.0.iter().map(|c| u32::from(*c)).sum::<u32>() / 3;
            *pixel = Rgb([u8::try_from(grey).expect("a mean of bytes"); 3]);
        }
    }
    let mut bytes = Cursor::new(Vec::new());
    page.write_to(&mut bytes, ImageFormat::Png).expect("PNG");
    bytes.into_inner()
}

const FORM: &str = "P2/服务认证申请书.png";

fn check(picture: &[u8], settings: &str) -> Report {
    let scratch = Scratch::new();
    scratch.add(FORM, picture);
    scratch.add("dossier.yaml", settings.as_bytes());
    scratch.check(&["--stage", "forms", "--today", "2026-03-31", "--ocr", "off"]).1
}

/// The form's count, whether a person is to look at the stamp, and whether one was looked for in vain.
fn seen(report: &Report) -> (u64, bool, bool) {
    let form = report.item("application-form");
    (form.have, form.not_evaluated.contains(&"sealed".to_owned()), report.has("seal-not-seen"))
}

#[test]
fn a_stamp_that_is_seen_needs_no_second_look() {
    assert_eq!(seen(&check(&scan(true, true), "")), (1, false, false));
}

#[test]
fn a_stamp_that_is_not_seen_is_a_warning_and_never_a_refusal() {
    assert_eq!(seen(&check(&scan(false, true), "")), (1, true, true));
}

#[test]
fn on_a_grey_copy_nobody_can_tell() {
    for stamped in [true, false] {
        assert_eq!(seen(&check(&scan(stamped, false), "")), (1, true, false));
    }
}

#[test]
fn what_a_person_saw_goes_before_what_the_program_saw() {
    let said = |sealed: &str| format!("assign: [{{ path: {FORM}, item: application-form, sealed: {sealed} }}]\n");
    for (yes, no) in [("true", "false"), ("是", "否")] {
        assert_eq!(seen(&check(&scan(false, true), &said(yes))), (1, false, false));
        let report = check(&scan(true, true), &said(no));
        assert_eq!(report.file(FORM).refused.as_deref(), Some("not-sealed"));
        assert_eq!(report.item("application-form").have, 0);
    }
}

#[test]
fn what_is_to_be_stamped_and_couriered_is_listed_for_handing_in() {
    let report = check(&scan(true, true), "");
    let listed: Vec<&str> =
        report.findings.iter().filter(|f| f.rule == "hand-in-form").filter_map(|f| f.item.as_deref()).collect();
    // Seed 002: P2 to P6 are signed and stamped and sent to the certification body.
    for item in [
        "application-form",
        "certification-contract",
        "law-and-standards-list",
        "service-manager-form",
        "remote-audit-form",
    ] {
        assert!(listed.contains(&item), "{item}: {listed:?}");
    }
}
