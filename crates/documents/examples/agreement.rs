//! Writes a realistic agreement as `agreement.pdf` (or to the path given): `cargo run -p documents --example agreement`.

#[path = "../tests/agreement/mod.rs"]
mod agreement;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).unwrap_or_else(|| "agreement.pdf".into());
    std::fs::write(path, documents::pdf(&agreement::document())?)?;
    Ok(())
}
