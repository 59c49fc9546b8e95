//! `dossier`: a checklist of required materials is matched against a folder of files, and every
//! gap is reported before the certification body finds it.
//!
//! The way data flows, one module a step:
//!
//! 1. [`checklist`] reads a list; [`inventory`] lists a folder and opens its files.
//! 2. [`matching`] says which demand each file may be evidence for, and where it counts.
//! 3. [`assess`](mod@assess) counts, [`rules`] say what is wrong, and the result is a
//!    [`model::assessment::Assessment`].
//! 4. [`report`] writes it, with the sentences of [`i18n`].
//!
//! [`batch::run`] does it for many. [`pipeline::check`] does 2 and 3 for one dossier:
//!
//! ```
//! use dossier::{checklist, inventory::Memory, pipeline};
//! # struct None; impl checklist::Library for None {
//! #     fn read(&self, _: &std::path::Path) -> std::io::Result<String> { Err(std::io::ErrorKind::NotFound.into()) }
//! # }
//! let (list, _warnings) = checklist::load(&None, "gbt27922").expect("built in");
//! let files = Memory::default().with("营业执照.rtf", r"{\rtf1 a copy of the licence}");
//! let options = Default::default();
//! let assessment = pipeline::check(
//!     files.inventory(),
//!     Some(&pipeline::Reader::here(&files, &options)),
//!     pipeline::Request {
//!         stages: list.default_stages(),
//!         checklist: list,
//!         today: jiff::civil::date(2026, 11, 22),
//!         settings: Default::default(),
//!     },
//! );
//! assert_eq!(assessment.items[0].state.name(), "satisfied");
//! ```

#![cfg_attr(not(test), warn(clippy::unwrap_used, clippy::expect_used, clippy::panic))]
#![warn(clippy::print_stdout, clippy::print_stderr, clippy::exit)]

pub mod assess;
pub mod batch;
pub mod checklist;
pub mod compare;
pub mod content;
pub mod i18n;
pub mod inventory;
pub mod lint;
pub mod matching;
pub mod model;
pub mod pipeline;
pub mod report;
pub mod rules;
pub mod score;
