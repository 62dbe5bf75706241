//! Starting and stopping: the database, the listener, the worker, and a graceful end.
use crate::{
    cache::Cache,
    clock::Clock,
    config::{Mail, Serve, Storage, Work},
    demo,
    error::{Error, Result},
    keys::{self, Keys},
    mail::Post,
    metrics,
    migrations::MIGRATIONS,
    people::factor::Required,
    view::Views,
    web::{App, Mode, Parts, router},
    worker,
};
use db::Db;
use std::{net::SocketAddr, time::Duration};
use tokio::{net::TcpListener, sync::watch, task::JoinHandle};

/// Opens the database, makes the data folder if it is not there, and brings the schema to this version.
pub async fn open(storage: &Storage) -> Result<Db> {
    if storage.database.is_none() {
        std::fs::create_dir_all(&storage.data)
            .map_err(|e| Error::Fault(format!("--data {}: cannot make this folder: {e}", storage.data.display())))?;
    }
    let db = connect(storage).await?;
    db.migrate(MIGRATIONS).await?;
    Ok(db)
}

/// As [`open`], with the keys that fit: everything that is to be sealed is sealed then.
pub async fn unlock(storage: &Storage) -> Result<(Db, Keys)> {
    let db = open(storage).await?;
    let keys = keys::start::ready(&db, storage).await?;
    Ok((db, keys))
}

/// Connects to the database, or says in one sentence why that cannot be done; never with a password in it.
pub async fn connect(storage: &Storage) -> Result<Db> {
    let unreachable =
        |what: String| move |e: db::Error| Error::Fault(format!("{what}: the database cannot be opened: {e}"));
    match &storage.database {
        Some(url) => Db::connect(url).await.map_err(unreachable("--database".into())),
        None => Db::open(&storage.file()).await.map_err(unreachable(format!("--data {}", storage.data.display()))),
    }
}

/// The parts of a server on this database; nobody is asked for a second factor yet.
fn parts((db, keys): (Db, Keys), base_url: String, service_name: String, mail: &Mail, mode: Mode) -> Result<Parts> {
    let post = Post::new(mail.smtp.as_deref(), &mail.mail_from)?;
    Ok(Parts {
        db,
        keys,
        views: Views::new(),
        clock: Clock::machine(),
        base_url,
        service_name,
        post,
        second_factor: Required::default(),
        cache: Cache::default(),
        mode,
    })
}

/// How long requests under way may take to end, once the process is told to stop.
const PATIENCE: Duration = Duration::from_secs(20);

/// Serves until the process is told to stop, then finishes what was begun.
pub async fn serve(config: &Serve, mode: Mode) -> Result<()> {
    let (db, keys) = unlock(&config.storage).await?;
    if mode == Mode::Demonstration {
        demo::fill::fill_if_empty(&db, &keys).await?;
    }
    let (listener, address) = bind("--listen", config.listen).await?;
    let base_url = config.base_url.clone().unwrap_or_else(|| format!("http://{address}"));
    let parts = parts((db, keys), base_url, config.service_name.clone(), &config.mail, mode)?;
    let app = App::new(Parts { second_factor: Required::of(config.second_factor.clone()), ..parts });
    if mode == Mode::Demonstration {
        demo::clock::restore(&app).await?;
    }
    let (stop, stopped) = watch::channel(());
    let figures = match config.metrics_listen {
        Some(address) => Some(tokio::spawn(figures(bind("--metrics-listen", address).await?.0, app.clone()))),
        None => None,
    };
    let jobs = (!config.no_jobs).then(|| tokio::spawn(worker::run(app.clone(), stopped.clone())));
    println!("listening on http://{address}");
    let pages = tokio::spawn(pages(listener, app.clone(), stopped));
    told_to_stop().await;
    drop(stop);
    end(pages, jobs).await;
    if let Some(figures) = figures {
        figures.abort();
    }
    app.db.close().await;
    Ok(())
}

async fn bind(name: &str, address: SocketAddr) -> Result<(TcpListener, SocketAddr)> {
    let taken = |e: std::io::Error| Error::Fault(format!("{name} {address}: {e}"));
    let listener = TcpListener::bind(address).await.map_err(taken)?;
    let bound = listener.local_addr().map_err(taken)?;
    Ok((listener, bound))
}

/// Serves pages and API; ends with the last request after the word to stop.
async fn pages(listener: TcpListener, app: App, mut stopped: watch::Receiver<()>) {
    let service = router(app).into_make_service_with_connect_info::<SocketAddr>();
    let stop = async move { drop(stopped.changed().await) };
    if let Err(error) = axum::serve(listener, service).with_graceful_shutdown(stop).await {
        tracing::error!(%error, "serving ended: {error}");
    }
}

async fn figures(listener: TcpListener, app: App) {
    if let Err(error) = axum::serve(listener, metrics::router(app)).await {
        tracing::error!(%error, "serving figures ended: {error}");
    }
}

/// Waits for requests and for the job under way, but not for ever: a client that never ends its request must not keep
/// the process alive.
async fn end(pages: JoinHandle<()>, jobs: Option<JoinHandle<()>>) {
    let all = async {
        let _ = pages.await;
        if let Some(jobs) = jobs {
            let _ = jobs.await;
        }
    };
    if tokio::time::timeout(PATIENCE, all).await.is_err() {
        tracing::warn!("some requests were still under way when the process ended");
    }
}

/// Does the jobs until the process is told to stop.
pub async fn work(config: &Work) -> Result<()> {
    let unlocked = unlock(&config.storage).await?;
    let base_url = config.base_url.clone().unwrap_or_else(|| "http://localhost:8080".into());
    let app = App::new(parts(unlocked, base_url, config.service_name.clone(), &config.mail, Mode::Real)?);
    let (stop, stopped) = watch::channel(());
    let jobs = tokio::spawn(worker::run(app.clone(), stopped));
    let told = told_to_stop();
    println!("working");
    told.await;
    drop(stop);
    let ended = jobs.await.map_err(|e| Error::Fault(e.to_string()));
    app.db.close().await;
    ended
}

/// Listens from now on, so that nothing said after this is missed; ends when the process is told to stop.
fn told_to_stop() -> impl Future<Output = ()> {
    let mut terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())
        .expect("a process may listen to its own signals");
    async move {
        tokio::select! { _ = tokio::signal::ctrl_c() => {}, _ = terminate.recv() => {} }
    }
}
