//! Starting and stopping: the database, the listener, the worker, and a graceful end.
use crate::{
    cache::Cache,
    clock::Clock,
    config::{Mail, Serve, Storage, Work},
    demo,
    error::{Error, Result},
    mail::Post,
    migrations::MIGRATIONS,
    view::Views,
    web::{App, Mode, Parts, router},
    worker,
};
use db::Db;
use tokio::{net::TcpListener, sync::watch};

/// Opens the database, makes the data folder if it is not there, and brings the schema to this version.
pub async fn open(storage: &Storage) -> Result<Db> {
    if storage.database.is_none() {
        std::fs::create_dir_all(&storage.data)
            .map_err(|e| Error::Fault(format!("--data {}: cannot make this folder: {e}", storage.data.display())))?;
    }
    let db = Db::connect(&storage.url()).await?;
    db.migrate(MIGRATIONS).await?;
    Ok(db)
}

/// The parts of a server on this database.
pub fn app(db: Db, base_url: String, service_name: String, mail: &Mail, mode: Mode) -> Result<App> {
    let post = Post::new(mail.smtp.as_deref(), &mail.mail_from)?;
    Ok(App::new(Parts {
        db,
        views: Views::new(),
        clock: Clock::machine(),
        base_url,
        service_name,
        post,
        cache: Cache::default(),
        mode,
    }))
}

/// Serves until the process is told to stop, then finishes what was begun.
pub async fn serve(config: &Serve, mode: Mode) -> Result<()> {
    let db = open(&config.storage).await?;
    if mode == Mode::Demonstration {
        demo::fill::fill_if_empty(&db).await?;
    }
    let listener =
        TcpListener::bind(config.listen).await.map_err(|e| Error::Fault(format!("--listen {}: {e}", config.listen)))?;
    let address = listener.local_addr().map_err(|e| Error::Fault(e.to_string()))?;
    let base_url = config.base_url.clone().unwrap_or_else(|| format!("http://{address}"));
    let app = app(db, base_url, config.service_name.clone(), &config.mail, mode)?;
    if mode == Mode::Demonstration {
        demo::clock::restore(&app).await?;
    }
    let (stop, stopped) = watch::channel(());
    let jobs = (!config.no_jobs).then(|| tokio::spawn(worker::run(app.clone(), stopped)));
    println!("listening on http://{address}");
    let served = axum::serve(listener, router(app)).with_graceful_shutdown(told_to_stop()).await;
    let _ = stop.send(());
    if let Some(jobs) = jobs {
        let _ = jobs.await;
    }
    served.map_err(|e| Error::Fault(e.to_string()))
}

/// Does the jobs until the process is told to stop.
pub async fn work(config: &Work) -> Result<()> {
    let db = open(&config.storage).await?;
    let base_url = config.base_url.clone().unwrap_or_else(|| "http://localhost:8080".into());
    let app = app(db, base_url, String::new(), &config.mail, Mode::Real)?;
    let (stop, stopped) = watch::channel(());
    let jobs = tokio::spawn(worker::run(app, stopped));
    told_to_stop().await;
    let _ = stop.send(());
    jobs.await.map_err(|e| Error::Fault(e.to_string()))
}

async fn told_to_stop() {
    let mut terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())
        .expect("a process may listen to its own signals");
    tokio::select! { _ = tokio::signal::ctrl_c() => {}, _ = terminate.recv() => {} }
}
