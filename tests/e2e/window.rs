//! The app in its real window, started by WebKitWebDriver and asked through it.

use std::collections::BTreeMap;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};

use crate::place::{Place, Running};

/// How long the screen may take to show what a person waits for. A busy machine is slow, a broken app is slower.
const PATIENCE: Duration = Duration::from_secs(20);

pub(crate) struct Window {
    pub(crate) place: Place,
    pub(crate) client: Client,
    driver: Option<Running>,
    name: &'static str,
    pictures: u32,
    settings: Settings,
}

/// How the app is started.
#[derive(Clone)]
pub(crate) struct Settings {
    pub(crate) binary: PathBuf,
    pub(crate) arguments: Vec<String>,
    pub(crate) environment: BTreeMap<&'static str, String>,
}

impl Default for Settings {
    fn default() -> Self {
        let binary = PathBuf::from(env!("CARGO_BIN_EXE_obelus"));
        Self {
            binary,
            arguments: Vec::new(),
            environment: BTreeMap::new(),
        }
    }
}

/// Runs a journey in a place of its own. `language` is the system's: `fr` or `en`.
pub(crate) fn journey(name: &'static str, language: &'static str, walk: impl AsyncFnOnce(Window)) {
    if !can_be_driven() {
        return;
    }
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let window = Window::open(name, Place::new(language), Settings::default()).await;
        walk(window).await;
    });
}

/// Whether this machine has what a window is driven with. In CI it must.
pub(crate) fn can_be_driven() -> bool {
    let missing: Vec<_> = ["Xvfb", "dbus-run-session", "WebKitWebDriver", "xclip"]
        .into_iter()
        .filter(|program| {
            Command::new("which")
                .arg(program)
                .output()
                .is_ok_and(|found| !found.status.success())
        })
        .collect();
    if missing.is_empty() {
        return true;
    }
    let message = format!("the real window cannot be driven here; missing: {}", missing.join(", "));
    assert!(std::env::var("CI").as_deref() != Ok("true"), "{message}");
    eprintln!("skipped: {message}");
    false
}

impl Window {
    /// Starts the app, and waits for nothing.
    pub(crate) async fn start(name: &'static str, place: Place, settings: Settings) -> Self {
        let (driver, client) = start(name, &place, &settings).await;
        Self {
            place,
            client,
            driver: Some(driver),
            name,
            pictures: 0,
            settings,
        }
    }

    /// Starts the app and waits until it shows its first screen.
    pub(crate) async fn open(name: &'static str, place: Place, settings: Settings) -> Self {
        let window = Self::start(name, place, settings).await;
        window
            .until(
                "the app shows a screen",
                "document.querySelector('main, [role=main]') !== null",
            )
            .await;
        window
    }

    /// Closes the app and starts it again with the same library; `arguments` as on the command line.
    pub(crate) async fn restart(mut self, arguments: &[&Path]) -> Self {
        self.client.clone().close().await.unwrap();
        self.driver = None;
        drop(self.place.opened_library());
        self.settings.arguments = arguments
            .iter()
            .map(|path| path.to_string_lossy().into_owned())
            .collect();
        let (driver, client) = start(self.name, &self.place, &self.settings).await;
        self.driver = Some(driver);
        self.client = client;
        self.until(
            "the app shows a screen again",
            "document.querySelector('main, [role=main]') !== null",
        )
        .await;
        self
    }

    /// Closes the app; what it kept can be read in its place.
    pub(crate) async fn close(self) -> Place {
        self.client.close().await.unwrap();
        drop(self.driver);
        drop(self.place.opened_library());
        self.place
    }

    /// The value of a JavaScript expression in the page. `args` are `arguments[0]`, `arguments[1]`…
    pub(crate) async fn ask(&self, expression: &str, args: Vec<Value>) -> Value {
        let script = format!("return ({expression});");
        self.client
            .execute(&script, args)
            .await
            .unwrap_or_else(|error| panic!("{expression}\n{error}"))
    }

    /// Waits until a JavaScript expression is true; `what` is what a person would wait for.
    pub(crate) async fn until(&self, what: &str, expression: &str) {
        self.until_with(what, expression, Vec::new()).await;
    }

    pub(crate) async fn until_with(&self, what: &str, expression: &str, args: Vec<Value>) {
        let begin = Instant::now();
        while self.ask(&format!("Boolean({expression})"), args.clone()).await != json!(true) {
            if begin.elapsed() > PATIENCE {
                self.give_up(what).await;
            }
            tokio::time::sleep(Duration::from_millis(15)).await;
        }
    }

    /// Ends the journey with a picture and the words on the screen.
    pub(crate) async fn give_up(&self, what: &str) -> ! {
        let picture = self.place.artefact(&format!("{}-failed.png", self.name));
        if let Ok(png) = self.client.screenshot().await {
            let _ = std::fs::write(&picture, png);
        }
        let words = self.ask("document.body.innerText", Vec::new()).await;
        panic!(
            "{}: waited in vain until {what}; see {}\n{}",
            self.name,
            picture.display(),
            words.as_str().unwrap_or_default()
        );
    }

    /// Keeps a picture of the window as an artefact: `<journey>-<number>-<what>.png`.
    pub(crate) async fn picture(&mut self, what: &str) {
        self.pictures += 1;
        let path = self
            .place
            .artefact(&format!("{}-{}-{what}.png", self.name, self.pictures));
        self.picture_to(&path).await;
    }

    pub(crate) async fn picture_to(&self, path: &Path) {
        self.is_at_rest().await;
        std::fs::write(path, self.client.screenshot().await.unwrap()).unwrap();
    }

    /// Waits until nothing moves but what always does, as a caret that blinks.
    pub(crate) async fn is_at_rest(&self) {
        // What has just come begins to move with the frame that draws it first: WebKit knows of no animation before.
        let script = r#"
            const done = arguments[arguments.length - 1];
            const moves = (a) => a.playState === "running" && a.effect?.getComputedTiming().iterations !== Infinity;
            const look = () => (document.getAnimations().some(moves) ? begin() : done());
            const begin = () => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(look)));
            begin();
        "#;
        self.client
            .execute_async(script, Vec::new())
            .await
            .expect("nothing moves");
    }

    pub(crate) async fn resize(&self, width: u32, height: u32) {
        self.client.set_window_rect(0, 0, width, height).await.unwrap();
        let expression = "Math.abs(innerWidth - arguments[0]) <= 2 && Math.abs(innerHeight - arguments[1]) <= 2";
        self.until_with("the window has its size", expression, vec![json!(width), json!(height)])
            .await;
    }
}

/// A driver of its own for each start, so that each has its own session bus and environment.
async fn start(name: &str, place: &Place, settings: &Settings) -> (Running, Client) {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let mut command = place.command("dbus-run-session");
    command
        .args(["--", "WebKitWebDriver", "--host=127.0.0.1", &format!("--port={port}")])
        .envs(&settings.environment)
        .stdout(place.log(&format!("{name}.log")))
        .stderr(place.log(&format!("{name}.errors.log")));
    let driver = Running::start(&mut command);
    let options = json!({ "binary": settings.binary, "args": settings.arguments });
    let capabilities = serde_json::from_value(json!({ "webkitgtk:browserOptions": options })).unwrap();
    let begin = Instant::now();
    while tokio::net::TcpStream::connect(("127.0.0.1", port)).await.is_err() {
        assert!(begin.elapsed() < PATIENCE, "WebKitWebDriver does not answer");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let client = ClientBuilder::new(HttpConnector::new())
        .capabilities(capabilities)
        .connect(&format!("http://127.0.0.1:{port}"))
        .await
        .unwrap_or_else(|error| panic!("{name}: the window does not open: {error}"));
    (driver, client)
}
