//! Many documents take no more memory than a few.

#![cfg(target_os = "linux")]

mod agreement;

/// The resident memory of this program, in MB.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() / 1024
}

#[test]
fn thirty_documents_leave_nothing_behind() {
    let mut document = agreement::document();
    document.blocks.truncate(12);
    let mut make = |number| {
        document.reference = format!("AG-{number}");
        documents::pdf(&document).unwrap();
    };
    (0..5).for_each(&mut make);
    let before = resident();
    (5..35).for_each(&mut make);
    let grown = resident().saturating_sub(before);
    assert!(grown < 20, "grown by {grown} MB");
}
