//! What every component reads. It is held by a pointer that is handed out, so that reading it is in a bundle once, and not
//! once for every place where it is read.

use std::sync::Arc;

use leptos::prelude::*;

use crate::model::{Client, PublicSettings};

/// What this Vestibule offers. A handle, so `Copy`.
#[derive(Clone, Copy)]
pub struct KnownSettings(StoredValue<Arc<PublicSettings>>);

impl KnownSettings {
    pub fn new(settings: PublicSettings) -> Self {
        Self(StoredValue::new(Arc::new(settings)))
    }

    pub fn with_value<T>(self, read: impl FnOnce(&PublicSettings) -> T) -> T {
        read(&self.0.get_value())
    }

    pub fn get_value(self) -> PublicSettings {
        self.0.get_value().as_ref().clone()
    }
}

/// What a browser holds. Whatever reads it is told when it changes; a handle, so `Copy`.
#[derive(Clone, Copy)]
pub struct KnownClient(RwSignal<Arc<Client>>);

impl KnownClient {
    pub fn new(client: Client) -> Self {
        Self(RwSignal::new(Arc::new(client)))
    }

    pub fn with<T>(self, read: impl FnOnce(&Client) -> T) -> T {
        read(&self.0.get())
    }

    pub fn with_untracked<T>(self, read: impl FnOnce(&Client) -> T) -> T {
        read(&self.0.get_untracked())
    }

    #[cfg(all(feature = "hydrate", not(feature = "ssr")))]
    pub fn get(self) -> Arc<Client> {
        self.0.get()
    }

    /// Nothing where the page that it was for is gone.
    pub fn try_get_untracked(self) -> Option<Arc<Client>> {
        self.0.try_get_untracked()
    }

    /// Takes what the server has said, and tells of it if it is something new.
    pub fn update_to(self, client: Client) {
        if self.try_get_untracked().is_some_and(|known| *known != client) {
            self.0.set(Arc::new(client));
        }
    }
}
