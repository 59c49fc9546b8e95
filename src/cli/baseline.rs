//! Baselines on the command line: what is known is read before the work, and written after it.

use std::path::Path;

use dossier::assess::{apply_baseline, baseline};
use dossier::checklist;
use dossier::model::assessment::Assessment;
use dossier::model::baseline::Baseline;
use dossier::report;

use super::args::CheckArgs;
use super::{Failure, disk, sink};

/// The baseline that holds, and where a new one goes.
pub(crate) struct Baselines<'a> {
    known: Option<(&'a Path, Baseline)>,
    new: Option<&'a Path>,
}

impl<'a> Baselines<'a> {
    /// Reads the one; asks whether the other can be written.
    pub(crate) fn read(args: &'a CheckArgs) -> Result<Self, Failure> {
        let read = |path: &'a Path| {
            let loaded = checklist::load_baseline(&name(path), &disk::text(path)?);
            Ok::<_, Failure>((path, loaded.map_err(Failure::Problems)?))
        };
        let new = args.write_baseline.as_deref();
        new.map(sink::folder).transpose()?;
        Ok(Self { known: args.baseline.as_deref().map(read).transpose()?, new })
    }

    /// Marks what is known and writes what is there now. Where no baseline held yet, the new one does at once.
    pub(crate) fn apply(&self, assessment: &mut Assessment) -> Result<(), Failure> {
        if let Some((path, known)) = &self.known
            && known.checklist != assessment.checklist.id
        {
            let (name, of, list) = (name(path), &known.checklist, &assessment.checklist.id);
            return Err(Failure::told(
                format!("基线「{name}」是按清单「{of}」写的，这次用的是「{list}」"),
                format!("the baseline `{name}` was made against the checklist `{of}`, this check uses `{list}`"),
            ));
        }
        let new = self.new.map(|path| (path, baseline(assessment)));
        if let Some((path, new)) = &new {
            sink::file(path, |out| report::baseline::write(new, out))?;
        }
        if let Some((path, known)) = self.known.as_ref().or(new.as_ref()) {
            apply_baseline(assessment, known, &name(path));
        }
        Ok(())
    }
}

fn name(path: &Path) -> String {
    path.display().to_string().replace('\\', "/")
}
