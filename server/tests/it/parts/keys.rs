//! The server's own key: what it seals, and the file it lies in.
use crate::commands::folder;
use server::keys::{Keys, file, sealer};
use std::{fs, os::unix::fs::PermissionsExt, path::PathBuf};

fn place() -> PathBuf {
    let folder = folder();
    fs::create_dir_all(&folder).unwrap();
    folder.join("key")
}

/// A key file with this text that its owner alone may read.
fn written(text: &str) -> PathBuf {
    let file = place();
    fs::write(&file, text).unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
    file
}

#[track_caller]
fn refused(file: &std::path::Path) -> String {
    match file::read(file) {
        Err(error) => error.to_string(),
        Ok(_) => panic!("{} was read", file.display()),
    }
}

#[test]
fn what_is_sealed_opens_for_its_place_and_nowhere_else() {
    let keys = Keys::passing();
    let (one, two) = (keys.seal("drawer 1", b"gold").unwrap(), keys.seal("drawer 1", b"gold").unwrap());
    assert_ne!(one, two);
    assert_eq!(keys.open("drawer 1", &one).unwrap(), b"gold");
    assert_eq!(sealer(&one), Some(keys.names()[0]));
    keys.open("drawer 2", &one).unwrap_err();
    Keys::passing().open("drawer 1", &one).unwrap_err();
}

#[test]
fn no_changed_sign_of_what_is_sealed_goes_unnoticed() {
    let keys = Keys::passing();
    let sealed = keys.seal("drawer", b"gold").unwrap();
    for n in 0..sealed.len() - 1 {
        let other = if sealed.as_bytes()[n] == b'A' { "B" } else { "A" };
        let mut changed = sealed.clone();
        changed.replace_range(n..=n, other);
        assert!(keys.open("drawer", &changed).is_err(), "{changed}");
    }
    for cut in ["", "sealed.", "sealed.x", &sealed[..sealed.len() / 2], &sealed[..30]] {
        assert!(keys.open("drawer", cut).is_err(), "{cut}");
    }
}

#[test]
fn a_new_key_seals_and_those_before_still_open() {
    let file = place();
    let before = file::make(&file).unwrap();
    let sealed = before.seal("drawer", b"gold").unwrap();
    let after = file::add(&file).unwrap();
    assert_eq!(after.names()[1..], before.names()[..]);
    assert_eq!(after.open("drawer", &sealed).unwrap(), b"gold");
    let renewed = after.renew("drawer", &sealed).unwrap().expect("an older key sealed it");
    assert!(after.renew("drawer", &renewed).unwrap().is_none() && before.open("drawer", &renewed).is_err());
    let plain = after.renew("drawer", "GOLD").unwrap().expect("it stood open");
    assert_eq!(after.open("drawer", &plain).unwrap(), b"GOLD");
}

#[test]
fn a_key_file_is_made_once_for_its_owner_alone() {
    let file = place();
    assert!(file::read(&file).unwrap().is_none());
    let made = file::make(&file).unwrap();
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(file::make(&file).unwrap().names(), made.names());
    assert_eq!(fs::read_dir(file.parent().unwrap()).unwrap().count(), 1);
}

#[test]
fn what_is_no_key_file_is_refused_with_its_line() {
    let good = "00".repeat(32);
    assert_eq!(file::read(&written(&format!("# one\n\n{good} # mine\n"))).unwrap().unwrap().names().len(), 1);
    for (text, line) in [
        ("", "line 1"),
        ("# nothing\n", "line 1"),
        ("secret", "line 1"),
        (&good[1..], "line 1"),
        (&format!("{good}00"), "line 1"),
        (&format!("{good}\nzz{}", &good[2..]), "line 2"),
    ] {
        let said = refused(&written(text));
        assert!(said.contains(line) && said.contains("64 hexadecimal digits"), "{text}: {said}");
    }
}

#[test]
fn a_key_file_that_others_can_read_or_change_is_refused() {
    let file = place();
    file::make(&file).unwrap();
    for (mode, good) in [(0o400, true), (0o440, true), (0o644, false), (0o604, false), (0o620, false), (0o602, false)] {
        fs::set_permissions(&file, fs::Permissions::from_mode(mode)).unwrap();
        match good {
            true => drop(file::read(&file).unwrap()),
            false => assert!(refused(&file).contains("chmod 600"), "{mode:o}"),
        }
    }
    assert!(refused(file.parent().unwrap()).contains("cannot be read"));
}
