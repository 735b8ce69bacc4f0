//! Articles are hostile: whatever one holds, it runs nothing and asks for nothing; and the window's policy would refuse.

use std::net::TcpListener;

use serde_json::json;

use crate::window::journey;

/// A server that nothing may ever ask. Whether somebody knocked is known at the end.
struct Trap(TcpListener);

impl Trap {
    fn set() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        Self(listener)
    }

    fn address(&self) -> String {
        format!("http://{}", self.0.local_addr().unwrap())
    }

    fn is_untouched(&self) -> bool {
        self.0.accept().is_err()
    }
}

#[test]
fn a_hostile_article_runs_nothing_and_asks_for_nothing() {
    journey("hostile", "en", async |mut window| {
        let trap = Trap::set();
        let page = include_str!("hostile.html").replace("http://trap.invalid", &trap.address());
        window.place.write("chosen.html", &page);
        window.press("Control+o").await;
        window.reads("This page tries what pages have tried before it").await;
        // What was set aside is as hostile: all of it is brought back.
        for words in [
            "stand in this line",
            "What is inside of these details",
            "The last line of a hostile page",
        ] {
            window.click("button", "Bring back into the text").await;
            window.reads(words).await;
        }
        window.picture("opened").await;

        let dangerous = "script, iframe, frame, object, embed, form, input, svg, math, style, link, meta, base, video, audio, img[src^=http], template, portal";
        let inside = format!(
            "[...document.querySelectorAll('article {}')].length",
            dangerous.replace(", ", ", article ")
        );
        assert_eq!(
            window.ask(&inside, Vec::new()).await,
            json!(0),
            "only words and plain structure"
        );
        let handlers = "[...document.querySelectorAll('article *')].flatMap((e) => [...e.attributes]).filter((a) => /^on|^style$|^srcdoc$/i.test(a.name) && !a.name.startsWith('style')).map((a) => a.name)";
        assert_eq!(window.ask(handlers, Vec::new()).await, json!([]), "no handler");
        let links = "[...document.querySelectorAll('article [href]')].map((a) => a.getAttribute('href')).filter((href) => !/^(https?:|mailto:)/i.test(href))";
        assert_eq!(
            window.ask(links, Vec::new()).await,
            json!([]),
            "only links to the web and to mail"
        );
        assert_eq!(
            window.ask("window.hacked ?? null", Vec::new()).await,
            json!(null),
            "nothing ran"
        );
        let asked = "performance.getEntriesByType('resource').map((e) => e.name).filter((name) => !/^(tauri:\\/\\/localhost|ipc:\\/\\/localhost|http:\\/\\/ipc\\.localhost)\\//.test(name))";
        assert_eq!(window.ask(asked, Vec::new()).await, json!([]), "nothing was asked for");
        assert_eq!(
            window.ask("location.origin", Vec::new()).await,
            json!("tauri://localhost"),
            "the app is where it was"
        );
        window.close().await;
        assert!(trap.is_untouched(), "nobody knocked");
    });
}

#[test]
fn the_windows_policy_refuses_what_no_code_of_ours_does() {
    journey("policy", "en", async |window| {
        let trap = Trap::set();
        let probe = r#"
            const [address, done] = arguments;
            const refused = async (attempt) => { try { await attempt(); return false; } catch { return true; } };
            const image = () => new Promise((fine, no) => { const i = new Image(); i.onload = fine; i.onerror = no; i.src = address + "/image.png"; });
            const sheet = () => new Promise((fine, no) => { const l = document.createElement("link"); l.rel = "stylesheet"; l.onload = fine; l.onerror = no; l.href = address + "/sheet.css"; document.head.append(l); });
            const inline = () => { const s = document.createElement("script"); s.textContent = "window.hacked = 'inline script'"; document.head.append(s); if (!window.hacked) throw 0; };
            const remote = () => new Promise((fine, no) => { const s = document.createElement("script"); s.onload = fine; s.onerror = no; s.src = address + "/script.js"; document.head.append(s); });
            const handler = () => { const b = document.createElement("button"); b.setAttribute("onclick", "window.hacked = 'handler'"); document.body.append(b); b.click(); b.remove(); if (!window.hacked) throw 0; };
            const style = () => { const p = document.createElement("p"); p.setAttribute("style", "position: fixed"); document.body.append(p); const fixed = getComputedStyle(p).position === "fixed"; p.remove(); if (!fixed) throw 0; };
            const frame = () => { const f = document.createElement("iframe"); f.srcdoc = "<p>in"; document.body.append(f); const there = f.contentDocument?.body?.textContent === "in"; f.remove(); if (!there) throw 0; };
            (async () => done({
              innerHTML: await refused(() => { document.createElement("p").innerHTML = "<b>x</b>"; }),
              outerHTML: await refused(() => { const p = document.createElement("p"); document.createElement("div").append(p); p.outerHTML = "<b>x</b>"; }),
              insertAdjacentHTML: await refused(() => document.createElement("p").insertAdjacentHTML("beforeend", "<b>x</b>")),
              documentWrite: await refused(() => document.write("<b>x</b>")),
              parse: await refused(() => new DOMParser().parseFromString("<b>x</b>", "text/html")),
              eval: await refused(() => eval("1 + 1")),
              newFunction: await refused(() => new Function("return 1")()),
              inlineScript: await refused(inline),
              remoteScript: await refused(remote),
              handlerAttribute: await refused(handler),
              styleAttribute: await refused(style),
              frame: await refused(frame),
              remoteImage: await refused(image),
              remoteSheet: await refused(sheet),
              fetch: await refused(() => fetch(address + "/fetch")),
              request: await refused(() => new Promise((fine, no) => { const x = new XMLHttpRequest(); x.onload = fine; x.onerror = no; x.open("GET", address + "/request"); x.send(); })),
              beacon: navigator.sendBeacon(address + "/beacon", "x") && false || true,
              socket: await refused(() => new Promise((fine, no) => { const s = new WebSocket(address.replace("http", "ws")); s.onopen = fine; s.onerror = no; })),
            }))();
        "#;
        let answer = window
            .client
            .execute_async(probe, vec![json!(trap.address())])
            .await
            .unwrap();
        let allowed: Vec<_> = answer
            .as_object()
            .unwrap()
            .iter()
            .filter(|(_, refused)| **refused != json!(true))
            .collect();
        assert!(allowed.is_empty(), "the policy allows {allowed:?}");
        assert_eq!(window.ask("window.hacked ?? null", Vec::new()).await, json!(null));
        window.close().await;
        assert!(trap.is_untouched(), "nobody knocked");
    });
}
