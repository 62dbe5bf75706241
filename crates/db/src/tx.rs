//! A transaction, and how many statements it has run.

use std::{
    cell::Cell,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use crate::{Engine, Result};

tokio::task_local! {
    /// The statements of one task, for [`counted`].
    static COUNT: Cell<u64>;
}

/// Runs something and tells how many statements it ran in all its transactions: tests hold pages to a fixed number.
/// What it hands to other tasks is not counted.
pub async fn counted<T>(what: impl Future<Output = T>) -> (T, u64) {
    let counting = async { (what.await, COUNT.with(Cell::get)) };
    COUNT.scope(Cell::new(0), counting).await
}

/// A transaction. Dropped without `commit`, it leaves nothing behind.
pub struct Tx {
    pub(crate) inner: Inner,
    statements: u64,
    changes: Arc<AtomicU64>,
    announced: u64,
}

/// The engine's own transaction.
pub(crate) enum Inner {
    Sqlite(sqlx::Transaction<'static, sqlx::Sqlite>),
    Postgres(sqlx::Transaction<'static, sqlx::Postgres>),
}

impl Tx {
    pub(crate) fn new(changes: Arc<AtomicU64>, inner: Inner) -> Self {
        Tx { inner, statements: 0, changes, announced: 0 }
    }

    pub(crate) fn count(&mut self) {
        self.statements += 1;
        let _ = COUNT.try_with(|count| count.set(count.get() + 1));
    }

    /// Which engine stands behind it, where one text cannot serve both.
    pub fn engine(&self) -> Engine {
        match self.inner {
            Inner::Sqlite(_) => Engine::Sqlite,
            Inner::Postgres(_) => Engine::Postgres,
        }
    }

    /// How many statements were run in this transaction so far, so that a page can be held to a fixed number whatever
    /// the number of rows.
    pub fn statements(&self) -> u64 {
        self.statements
    }

    /// Says that others should see a change once this is committed: see [`crate::Db::changes`].
    pub fn announce(&mut self) {
        self.announced = 1;
    }

    /// Makes everything that was done here last.
    pub async fn commit(self) -> Result<()> {
        match self.inner {
            Inner::Sqlite(tx) => tx.commit().await?,
            Inner::Postgres(tx) => tx.commit().await?,
        }
        self.changes.fetch_add(self.announced, Ordering::Release);
        Ok(())
    }
}
