#![no_main]

dossier_fuzz::target!(|data| dossier_fuzz::read("a.rar", &dossier_fuzz::checksums::rar(data)));
