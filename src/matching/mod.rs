//! Recognition: which demand is a file evidence for, and why. Pure: no files are opened here.

pub mod assign;
pub mod contents;
pub mod copies;
pub mod dates;
pub mod fold;
pub mod globs;
mod index;
mod lexicon;
mod numbers;
pub mod products;
pub mod recognise;
pub mod standing;
mod title;
mod twins;
mod typo;
mod vocabulary;
mod words;

pub use lexicon::Lexicon;
pub use recognise::Recogniser;
pub use words::Scratch;
