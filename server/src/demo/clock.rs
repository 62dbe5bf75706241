//! The demonstration's clock: it moves forward from one due job to the next, so that each is done at its own moment.
use super::store;
use crate::{error::Result, jobs, sessions, web::App, worker};
use domain::time::Timestamp;

/// Moves the clock forward to an instant; every job that falls due on the way is done when it is due.
pub async fn advance(app: &App, to: Timestamp) -> Result<()> {
    while let Some(due) = next_job(app).await?.filter(|due| *due <= to) {
        if due > app.clock.now() {
            app.clock.move_to(due);
        }
        if worker::run_due(app).await? == 0 {
            break;
        }
    }
    if to > app.clock.now() {
        app.clock.move_to(to);
    }
    Ok(())
}

/// As [`advance`], and remembers the clock for the next start; nobody's session ends on the way.
pub async fn advance_and_remember(app: &App, to: Timestamp) -> Result<()> {
    let mut tx = app.db.write().await?;
    sessions::go_on(&mut tx, app.clock.now(), to).await?;
    tx.commit().await?;
    advance(app, to).await?;
    remember(app).await
}

/// Sets the machine's clock to where the demonstration's stood when it was last moved.
pub async fn restore(app: &App) -> Result<()> {
    let offset = store::offset(&mut app.db.read().await?).await?;
    app.clock.set_offset(offset.unwrap_or(0));
    Ok(())
}

async fn remember(app: &App) -> Result<()> {
    let mut tx = app.db.write().await?;
    store::set_offset(&mut tx, app.clock.offset()).await?;
    Ok(tx.commit().await?)
}

async fn next_job(app: &App) -> Result<Option<Timestamp>> {
    jobs::next_due(&mut app.db.read().await?).await
}
