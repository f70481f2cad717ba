use std::error::Error;
use std::net::SocketAddr;

use axum::Router;
use axum::extract::Request;
use axum::http::Method;
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Redirect, Response};
use leptos::prelude::*;
use leptos_axum::{LeptosRoutes, file_and_error_handler_with_context, generate_route_list};
use notes::app::{App, shell};
use notes::store::Store;
use vestibule::server::{RouteMatcher, Settings, Vestibule}; // auth

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    tracing_subscriber::fmt::init();
    let options = get_configuration(Some("Leptos.toml"))?.leptos_options;
    let vestibule = Vestibule::start(Settings::load("Leptos.toml")?).await?; // auth
    // The notes are in the same database, in a table of their own.
    let settings = vestibule.settings();
    let store = Store::open(&settings.database_url, settings.organizations.personal_accounts).await?;

    // What stands around all of the app: it finds out who is asking, and leads whoever is not signed in away from these pages.
    let layer = vestibule.layer().protect(RouteMatcher::new(["/notes/*", "/orgs/*", "/user/*"])); // auth
    // Pages that say by their address for whom one acts there, whatever one does in another tab.
    let layer = layer.organizations_at(["/orgs/:organization/*"]).personal_at(["/notes/*"]); // teams

    // What pages and server functions find with `expect_context`.
    let context = move || provide_context(store.clone());
    let document = options.clone();
    let app = Router::new()
        .leptos_routes_with_context(&options, generate_route_list(App), context.clone(), move || {
            shell(document.clone())
        })
        .merge(vestibule.routes()) // auth
        .fallback(file_and_error_handler_with_context::<LeptosOptions, _>(context, shell))
        .layer(from_fn(without_slash))
        .layer(layer) // auth
        .with_state(options.clone());

    let listener = tokio::net::TcpListener::bind(options.site_addr).await?;
    println!("Notes is ready at http://{}", options.site_addr);
    // With the network address that a request came from: Vestibule counts sign-ins by it.
    axum::serve(listener, app.into_make_service_with_connect_info::<SocketAddr>()) // auth
        .with_graceful_shutdown(async { tokio::signal::ctrl_c().await.unwrap_or_default() })
        .await?;
    vestibule.stop().await; // auth
    Ok(())
}

/// Leads from an address with a slash at its end to the page, which has none.
async fn without_slash(request: Request, next: Next) -> Response {
    let (path, query) = (request.uri().path(), request.uri().query());
    let page = path.trim_matches('/');
    if *request.method() != Method::GET || !path.ends_with('/') || page.is_empty() {
        return next.run(request).await;
    }
    // One slash in front: two would lead to another site.
    let query = query.map(|query| format!("?{query}")).unwrap_or_default();
    Redirect::permanent(&format!("/{page}{query}")).into_response()
}
