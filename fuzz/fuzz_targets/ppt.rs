#![no_main]

dossier_fuzz::target!(|data| dossier_fuzz::read("a.ppt", data));
