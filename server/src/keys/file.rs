//! The key file: one key a line, 64 hexadecimal digits; what follows `#` is a remark. Its owner alone may change it, and
//! nobody beyond its group may read it.
use super::{Key, Keys};
use crate::{
    config::Storage,
    error::{Error, Result},
    ids,
};
use std::{
    fs::{self, OpenOptions},
    io::{ErrorKind, Write},
    os::unix::fs::{OpenOptionsExt, PermissionsExt},
    path::{Path, PathBuf, absolute},
};

/// What a new key file begins with.
const REMARK: &str = "# Keys of Trefoil: the first seals, all open. Keep a copy, and keep it apart from the backups.\n";
/// What others than the owner may not do: the group may read, because secrets are often handed to programs that way.
const TOO_OPEN: u32 = 0o027;

/// Where the key file of this storage lies: as told, or beside the data folder.
pub fn place(storage: &Storage) -> Result<PathBuf> {
    let unusable = |file: &Path, e: std::io::Error| Error::Fault(format!("--key {}: {e}", file.display()));
    let data = absolute(&storage.data).map_err(|e| unusable(&storage.data, e))?;
    match (&storage.key, &storage.database) {
        (Some(file), None) if absolute(file).map_err(|e| unusable(file, e))?.starts_with(&data) => {
            let (file, data) = (file.display(), storage.data.display());
            Err(Error::Fault(format!(
                "--key {file}: the key must not lie in the data folder {data}, or every copy of the data would hold it: name a place outside"
            )))
        }
        (Some(file), _) => Ok(file.clone()),
        (None, Some(_)) => Err(Error::Fault(
            "--key: with PostgreSQL, name the key file that all nodes share; `trefoil key --key FILE` makes one".into(),
        )),
        (None, None) => beside(&data).ok_or_else(|| {
            Error::Fault(format!(
                "--key: there is nothing beside --data {}: name a file for the key",
                storage.data.display()
            ))
        }),
    }
}

fn beside(data: &Path) -> Option<PathBuf> {
    let mut name = data.file_name()?.to_owned();
    name.push(".key");
    Some(data.with_file_name(name))
}

/// The keys of a file; none if there is no such file. Refused with what to do if it holds something else or if others
/// could read it.
pub fn read(file: &Path) -> Result<Option<Keys>> {
    let said = |why: String| Error::Fault(format!("--key {}: {why}", file.display()));
    let text = match fs::read_to_string(file) {
        Ok(text) => text,
        Err(e) if e.kind() == ErrorKind::NotFound => return Ok(None),
        Err(e) => return Err(said(format!("the key file cannot be read: {e}"))),
    };
    let mode = fs::metadata(file).map_err(|e| said(e.to_string()))?.permissions().mode();
    if mode & TOO_OPEN != 0 {
        return Err(said(format!("others can read or change the key file: `chmod 600 {}`", file.display())));
    }
    keys(&text).map(Some).map_err(|line| {
        said(format!("line {line} is no key: expected 64 hexadecimal digits; restore the file from your copy of it"))
    })
}

/// The keys in the text of a key file, or the number of the line that holds none.
fn keys(text: &str) -> std::result::Result<Keys, usize> {
    let lines = text.lines().map(|line| line.split('#').next().unwrap_or_default().trim());
    let mut found = Vec::new();
    for (n, line) in lines.enumerate().filter(|(_, line)| !line.is_empty()) {
        let mut secret = [0; 32];
        hex::decode_to_slice(line, &mut secret).map_err(|_| n + 1)?;
        found.push(Key::of(secret));
    }
    if found.is_empty() {
        return Err(text.lines().count().max(1));
    }
    Ok(Keys { first: found.remove(0), others: found })
}

/// Makes a key file with one new key, if there is none.
pub fn make(file: &Path) -> Result<Keys> {
    if let Some(keys) = read(file)? {
        return Ok(keys);
    }
    write(file, "")
}

/// Puts a new key in front of those of a key file.
pub fn add(file: &Path) -> Result<Keys> {
    let said = |e: std::io::Error| Error::Fault(format!("--key {}: {e}", file.display()));
    make(file)?;
    let before = fs::read_to_string(file).map_err(said)?;
    write(file, before.strip_prefix(REMARK).unwrap_or(&before))
}

/// Writes a key file at once, so that nobody ever reads half of it: a new key, then what was there.
fn write(file: &Path, before: &str) -> Result<Keys> {
    let said = |e: std::io::Error| Error::Fault(format!("--key {}: the key file cannot be made: {e}", file.display()));
    let mut name = file.as_os_str().to_owned();
    name.push(".new");
    let new = PathBuf::from(name);
    let text = format!("{REMARK}{}\n{before}", hex::encode(ids::key()));
    let mut opened = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&new).map_err(said)?;
    opened.write_all(text.as_bytes()).and_then(|()| opened.sync_all()).map_err(said)?;
    put(&new, file, before.is_empty()).map_err(said)?;
    read(file)?.ok_or_else(|| Error::Fault(format!("--key {}: the key file is gone again", file.display())))
}

/// Gives a written file its name. A first file never takes the place of one that another process has made meanwhile.
fn put(new: &Path, file: &Path, first: bool) -> std::io::Result<()> {
    if !first {
        return fs::rename(new, file);
    }
    let linked = fs::hard_link(new, file);
    fs::remove_file(new)?;
    match linked {
        Err(e) if e.kind() != ErrorKind::AlreadyExists => Err(e),
        _ => Ok(()),
    }
}
