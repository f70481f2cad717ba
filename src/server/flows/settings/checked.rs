//! What can be changed while a server runs, whatever it is changed to.

use serde_json::Value;

use super::SettingChangeError;
use crate::server::settings::{Fixed, SettingPath, fixed_by};

/// The longest value, in bytes of JSON.
const LONGEST_VALUE: usize = 64 * 1024;

/// Refuses what cannot be changed here.
pub fn check_path(fixed: &Fixed, path: &SettingPath, value: &Value) -> Result<(), SettingChangeError> {
    // Whatever was changed may be taken back, and what stands below it at once.
    if value.is_null() {
        return Ok(());
    }
    if path.needs_restart() {
        return Err(SettingChangeError::NeedsRestart(path.clone()));
    }
    if let Some(by) = fixed_by(fixed, path) {
        return Err(SettingChangeError::Fixed { path: path.clone(), by });
    }
    if path.is_table() {
        return Err(SettingChangeError::Table(path.clone()));
    }
    if value.to_string().len() > LONGEST_VALUE {
        return Err(SettingChangeError::Refused(vec![format!("{path}: is longer than {LONGEST_VALUE} bytes")]));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::server::settings::Source;

    #[test]
    fn what_cannot_be_changed_here_is_refused() {
        let path = |name: &str| name.parse::<SettingPath>().expect("is a path");
        let fixed: Fixed = [(path("app_name"), Source::File)].into();
        let check = |name: &str, value: Value| check_path(&fixed, &path(name), &value);
        assert!(matches!(check("app_name", json!("Notes")), Err(SettingChangeError::Fixed { by: Source::File, .. })));
        assert!(matches!(check("base_url", json!("https://a.example")), Err(SettingChangeError::NeedsRestart(_))));
        assert!(matches!(check("sign_in", json!({})), Err(SettingChangeError::Table(_))));
        let long = json!("a".repeat(LONGEST_VALUE));
        assert!(matches!(check("sign_in.password", long), Err(SettingChangeError::Refused(_))));
        assert!(check("sign_in.password", json!(true)).is_ok());
        assert!(check("app_name", Value::Null).is_ok(), "what was changed may be taken back");
    }
}
