//! Where the pictures are kept that people upload.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};
use url::{Host, Url};

use super::Settings;
use super::mail::secret;
use crate::server::crypto::Secret;

/// Where the pictures are kept that people upload.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct StorageSettings {
    /// A folder, or `s3://BUCKET/PREFIX`.
    pub url: String,
    /// The service that the bucket is at, if that is not AWS.
    pub endpoint: String,
    /// The region that the bucket is in.
    pub region: String,
    /// Who we are there. Empty: as AWS's own programs find it out, by the environment or the machine.
    pub access_key_id: String,
    /// What proves that.
    #[serde(deserialize_with = "secret", skip_serializing)]
    pub secret_access_key: Secret,
}

impl Default for StorageSettings {
    fn default() -> Self {
        Self {
            url: "data/avatars".into(),
            endpoint: String::new(),
            region: String::new(),
            access_key_id: String::new(),
            secret_access_key: Secret::default(),
        }
    }
}

/// What `url` names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StoragePlace<'a> {
    /// A folder.
    Folder(&'a str),
    /// A bucket, and what the names of our objects in it begin with.
    Bucket {
        /// Its name.
        name: &'a str,
        /// Perhaps empty.
        prefix: &'a str,
    },
}

impl StorageSettings {
    /// What `url` names.
    pub(in crate::server) fn place(&self) -> StoragePlace<'_> {
        let Some(bucket) = self.url.strip_prefix("s3://") else { return StoragePlace::Folder(&self.url) };
        let (name, prefix) = bucket.split_once('/').unwrap_or((bucket, ""));
        StoragePlace::Bucket { name, prefix: prefix.trim_matches('/') }
    }

    /// What is wrong, one line each.
    pub(super) fn mistakes(&self) -> Vec<String> {
        let mut mistakes = Vec::new();
        match self.place() {
            StoragePlace::Folder(path) => {
                if path.is_empty() || path.contains("://") {
                    mistakes.push(format!("storage.url: is a folder, or s3://BUCKET/PREFIX, not `{path}`"));
                }
                let others =
                    [("endpoint", &self.endpoint), ("region", &self.region), ("access_key_id", &self.access_key_id)];
                for (name, _) in others.iter().filter(|(_, value)| !value.is_empty()) {
                    mistakes.push(format!("storage.{name}: is for a bucket only, and storage.url is a folder"));
                }
            }
            StoragePlace::Bucket { name, .. } => {
                let is_good = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
                if name.is_empty() || !name.chars().all(is_good) {
                    mistakes.push(format!("storage.url: is s3://BUCKET/PREFIX, not `{}`", self.url));
                }
                // It becomes a part of the service's name.
                if !self.region.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')) {
                    mistakes.push("storage.region: is a name such as eu-central-1".into());
                }
                if !self.endpoint.is_empty() && !super::check::is_origin(&self.endpoint) {
                    mistakes.push("storage.endpoint: is an origin such as https://s3.example.com".into());
                }
            }
        }
        if self.access_key_id.is_empty() != self.secret_access_key.expose().is_empty() {
            mistakes.push(
                "storage: access_key_id and secret_access_key go together (VESTIBULE_STORAGE_ACCESS_KEY_ID, \
                 VESTIBULE_STORAGE_SECRET_ACCESS_KEY)"
                    .into(),
            );
        }
        mistakes
    }

    /// Whether what goes to the service could be read on the way.
    pub(super) fn is_readable_on_the_way(&self) -> bool {
        let Some(url) = Url::parse(&self.endpoint).ok().filter(|url| url.scheme() == "http") else { return false };
        match url.host() {
            Some(Host::Domain(name)) => name != "localhost",
            Some(Host::Ipv4(ip)) => !IpAddr::V4(ip).is_loopback(),
            Some(Host::Ipv6(ip)) => !IpAddr::V6(ip).is_loopback(),
            None => true,
        }
    }
}

impl Settings {
    /// Where pictures are kept, without any secret.
    pub(super) fn describe_storage(&self) -> String {
        let storage = &self.storage;
        match storage.place() {
            StoragePlace::Folder(path) => format!("in the folder {path}"),
            StoragePlace::Bucket { name, prefix } => {
                let prefix = if prefix.is_empty() { String::new() } else { format!(" under {prefix}/") };
                let service = if storage.endpoint.is_empty() { "AWS" } else { storage.endpoint.as_str() };
                let keys = if storage.access_key_id.is_empty() { ", with the machine's own keys" } else { "" };
                format!("in the bucket {name}{prefix} at {service}{keys}")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bucket() -> StorageSettings {
        StorageSettings {
            url: "s3://people/notes/avatars/".into(),
            endpoint: "https://s3.example".into(),
            access_key_id: "AKIA".into(),
            secret_access_key: Secret::new("hunter2"),
            ..StorageSettings::default()
        }
    }

    #[test]
    fn an_address_names_a_folder_or_a_bucket() {
        assert_eq!(StorageSettings::default().place(), StoragePlace::Folder("data/avatars"));
        assert_eq!(bucket().place(), StoragePlace::Bucket { name: "people", prefix: "notes/avatars" });
        let whole = StorageSettings { url: "s3://people".into(), ..bucket() };
        assert_eq!(whole.place(), StoragePlace::Bucket { name: "people", prefix: "" });
    }

    #[test]
    fn mistakes_are_told_in_a_line_each_and_without_the_secret() {
        assert_eq!(StorageSettings::default().mistakes(), [""; 0]);
        assert_eq!(bucket().mistakes(), [""; 0]);
        for (wrong, name) in [
            (StorageSettings { url: String::new(), ..StorageSettings::default() }, "storage.url"),
            (StorageSettings { url: "gs://people".into(), ..StorageSettings::default() }, "storage.url"),
            (StorageSettings { url: "s3:///x".into(), ..bucket() }, "storage.url"),
            (StorageSettings { url: "s3://a b".into(), ..bucket() }, "storage.url"),
            (StorageSettings { endpoint: "s3.example".into(), ..bucket() }, "storage.endpoint"),
            (StorageSettings { region: "eu-west-1".into(), ..StorageSettings::default() }, "storage.region"),
            (StorageSettings { region: "x@127.0.0.1/".into(), ..bucket() }, "storage.region"),
            (StorageSettings { secret_access_key: Secret::default(), ..bucket() }, "storage: access_key_id"),
            (StorageSettings { access_key_id: String::new(), ..bucket() }, "storage: access_key_id"),
        ] {
            let mistakes = wrong.mistakes();
            assert_eq!(mistakes.len(), 1, "{mistakes:?}");
            assert!(mistakes[0].starts_with(name) && !mistakes[0].contains("hunter2"), "{mistakes:?}");
        }
        let described = Settings { storage: bucket(), ..Settings::default() }.describe();
        assert!(described.contains("in the bucket people under notes/avatars/ at https://s3.example"), "{described}");
        assert!(!described.contains("hunter2") && !format!("{:?}", bucket()).contains("hunter2"));
    }

    #[test]
    fn what_goes_to_another_machine_is_not_to_be_read() {
        for (endpoint, readable) in [
            ("https://s3.example", false),
            ("http://127.0.0.1:9000", false),
            ("http://[::1]:9000", false),
            ("http://localhost:9000", false),
            ("http://10.0.0.1:9000", true),
            ("http://s3.example", true),
            ("", false),
        ] {
            let storage = StorageSettings { endpoint: endpoint.into(), ..bucket() };
            assert_eq!(storage.is_readable_on_the_way(), readable, "{endpoint}");
        }
    }
}
