//! Asks axe-core, in the real window, whether what is on the screen is accessible.

use std::fs;
use std::path::PathBuf;

use serde_json::Value;

use crate::window::Window;

impl Window {
    /// Fails on what axe calls serious or critical. `screen` names it in the message.
    pub(crate) async fn is_accessible(&self, screen: &str) {
        // What fades in has colours of its own meanwhile.
        self.is_at_rest().await;
        if self.ask("typeof window.axe", Vec::new()).await == "undefined" {
            let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("ui/node_modules/axe-core/axe.min.js");
            let source = fs::read_to_string(&file).unwrap();
            self.client
                .execute(&format!("{source}; window.axe = axe;"), Vec::new())
                .await
                .unwrap();
        }
        let run = r#"
            const done = arguments[arguments.length - 1];
            // That rule takes a sign and the cap of a key for the words of a button; its words are in its name.
            const rules = { "label-content-name-mismatch": { enabled: false } };
            axe.run(document, { resultTypes: ["violations"], rules }).then(
              ({ violations }) => done(violations
                .filter((v) => v.impact === "serious" || v.impact === "critical")
                .map((v) => `${v.id} (${v.impact}): ${v.help}\n` + v.nodes.slice(0, 5).map((n) =>
                  `    ${n.html.slice(0, 160)}\n      ${n.failureSummary.split("\n").slice(1).join(" ").slice(0, 300)}`).join("\n"))),
              (error) => done([String(error)]));
        "#;
        let found = self.client.execute_async(run, Vec::new()).await.unwrap();
        let faults: Vec<&str> = found.as_array().unwrap().iter().filter_map(Value::as_str).collect();
        assert!(faults.is_empty(), "axe on {screen}:\n{}", faults.join("\n"));
    }
}
