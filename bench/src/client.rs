//! One connection that asks again and again, as a browser that stays does.
use crate::server::Fault;
use http_body_util::{BodyExt, Full};
use hyper::{
    Request, Response, StatusCode,
    body::{Bytes, Incoming},
    client::conn::http1::{SendRequest, handshake},
    header::{CONTENT_TYPE, COOKIE, LOCATION, SET_COOKIE},
};
use hyper_util::rt::TokioIo;
use std::net::SocketAddr;
use tokio::net::TcpStream;

/// A connection with the cookies it was given.
pub struct Client {
    sender: SendRequest<Full<Bytes>>,
    /// The cookies, as they are sent.
    pub cookies: Vec<(String, String)>,
}

/// What came back.
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// Where it leads, for redirects.
    pub location: String,
    /// The body.
    pub text: String,
}

impl Client {
    /// Connects.
    pub async fn connect(to: SocketAddr, cookies: Vec<(String, String)>) -> Result<Client, Fault> {
        let stream = TcpStream::connect(to).await?;
        stream.set_nodelay(true)?;
        let (sender, connection) = handshake(TokioIo::new(stream)).await?;
        tokio::spawn(connection);
        Ok(Client { sender, cookies })
    }

    /// Asks for a page.
    pub async fn get(&mut self, path: &str) -> Result<Answer, Fault> {
        self.send(self.request("GET", path, String::new())?).await
    }

    /// Posts a form.
    pub async fn post(&mut self, path: &str, form: String) -> Result<Answer, Fault> {
        self.send(self.request("POST", path, form)?).await
    }

    fn request(&self, method: &str, path: &str, form: String) -> Result<Request<Full<Bytes>>, Fault> {
        let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let mut request = Request::builder().method(method).uri(path).header("host", "bench");
        if !cookies.is_empty() {
            request = request.header(COOKIE, cookies.join("; "));
        }
        if method == "POST" {
            request = request.header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        }
        Ok(request.body(Full::new(form.into()))?)
    }

    async fn send(&mut self, request: Request<Full<Bytes>>) -> Result<Answer, Fault> {
        self.sender.ready().await?;
        let response = self.sender.send_request(request).await?;
        self.remember(&response);
        let location =
            response.headers().get(LOCATION).and_then(|value| value.to_str().ok()).unwrap_or_default().into();
        let status = response.status();
        let bytes = response.into_body().collect().await?.to_bytes();
        Ok(Answer { status, location, text: String::from_utf8_lossy(&bytes).into_owned() })
    }

    fn remember(&mut self, response: &Response<Incoming>) {
        let set = response.headers().get_all(SET_COOKIE).iter().filter_map(|value| value.to_str().ok());
        for (name, value) in set.filter_map(|line| line.split(';').next()?.split_once('=')) {
            self.cookies.retain(|(known, _)| known != name);
            self.cookies.push((name.into(), value.into()));
        }
    }
}

impl Answer {
    /// The value of a hidden field on the page.
    pub fn hidden(&self, name: &str) -> Option<String> {
        let rest = self.text.split(&format!("name=\"{name}\" value=\"")).nth(1)?;
        Some(rest.split('"').next()?.to_string())
    }
}
