#![no_main]

dossier_fuzz::target!(|data| dossier_fuzz::read("a.7z", &dossier_fuzz::checksums::seven_zip(data)));
