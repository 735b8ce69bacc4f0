//! What the screen can ask for: one thin function a command, and the list of them all.

mod articles;
mod draft;
mod framed;
mod journal;
mod marks;
mod outgoing;
mod pages;
mod person;
mod review;
mod versions;

use tauri::Wry;
use tauri::ipc::Invoke;

/// Every command, by name, once: what answers a call, and the list that a test compares with the declared one.
macro_rules! commands {
    ($($room:ident :: $name:ident),+ $(,)?) => {
        pub(crate) fn registered() -> impl Fn(Invoke<Wry>) -> bool + Send + Sync + 'static {
            tauri::generate_handler![$($room::$name),+]
        }

        #[cfg(test)]
        const REGISTERED: &[&str] = &[$(stringify!($name)),+];
    };
}

commands![
    person::start,
    person::leave,
    person::set_preferences,
    person::open_link,
    articles::paste,
    articles::paste_clipboard,
    articles::clipboard_address,
    articles::open_files,
    articles::open_named,
    articles::try_sample,
    articles::open_article,
    articles::bring_back,
    articles::rename,
    articles::bin_article,
    articles::restore_article,
    articles::empty_bin,
    draft::watch,
    draft::take_draft,
    marks::add_mark,
    marks::change_kind,
    marks::write_note,
    marks::write_correction,
    marks::set_tags,
    marks::set_places,
    marks::remove_marks,
    marks::name_colour,
    marks::preview_note,
    journal::undo,
    journal::redo,
    journal::history,
    journal::search,
    versions::new_version,
    versions::new_version_clipboard,
    versions::new_version_file,
    versions::take_annotations,
    versions::await_version,
    versions::cancel,
    versions::answer_near,
    review::open_review,
    review::review,
    review::compare,
    review::answer_review,
    review::attach,
    review::mark_history,
    outgoing::export_article,
    outgoing::cancel_copy,
    outgoing::first_page,
    outgoing::copy_article,
    outgoing::export_bundle,
    outgoing::copy_bundle,
    outgoing::leave_bundle,
    outgoing::save_original,
    versions::answer_doubt,
    articles::picture,
    articles::close_queue,
    articles::cancel_queue,
    articles::fetch_page,
    pages::page,
    pages::stop_drawing,
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::REGISTERED;
    use crate::declared::COMMANDS;

    #[test]
    fn what_is_registered_is_declared_and_permitted_and_nothing_else_is() {
        let registered: BTreeSet<String> = REGISTERED.iter().map(|name| (*name).to_owned()).collect();
        let declared: BTreeSet<String> = COMMANDS.iter().map(|name| (*name).to_owned()).collect();
        let configuration: serde_json::Value = serde_json::from_str(include_str!("../../../tauri.conf.json")).unwrap();
        let capabilities = configuration["app"]["security"]["capabilities"].as_array().unwrap();
        assert_eq!(capabilities.len(), 1, "one window, one capability");
        let permissions = capabilities[0]["permissions"].as_array().unwrap();
        let permitted: BTreeSet<String> = permissions
            .iter()
            .filter_map(|permission| permission.as_str()?.strip_prefix("allow-"))
            .map(|name| name.replace('-', "_"))
            .collect();
        assert_eq!(registered, declared);
        assert_eq!(registered, permitted);
        let others: Vec<_> = permissions
            .iter()
            .filter(|name| name.as_str().unwrap().contains(':'))
            .collect();
        assert_eq!(
            others,
            ["core:event:allow-listen", "core:event:allow-unlisten"],
            "nothing of Tauri's own but events"
        );
    }

    #[test]
    fn the_content_policy_lets_nothing_in() {
        let configuration: serde_json::Value = serde_json::from_str(include_str!("../../../tauri.conf.json")).unwrap();
        let security = &configuration["app"]["security"];
        assert_eq!(security["csp"]["default-src"], "'none'");
        assert_eq!(security["csp"]["script-src"], "'self'");
        assert_eq!(security["csp"]["require-trusted-types-for"], "'script'");
        assert_eq!(security["assetProtocol"]["enable"], false);
        assert_eq!(configuration["app"]["withGlobalTauri"], false);
    }
}
