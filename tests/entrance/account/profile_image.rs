//! The picture of a person: T31 of the security bar, and what people do with it.

use axum::body::{Body, Bytes};
use image::{DynamicImage, ImageBuffer, ImageFormat, Rgba, RgbaImage};
use serde_json::{Value, json};
use vestibule::server::Settings;
use vestibule::server::crypto::Secret;
use vestibule::server::flows::sweep::sweep;

use super::me;
use crate::support::pictures::*;
use crate::support::s3::{self, S3};
use crate::support::{Answer, Browser, Database, Folder, HOUR, House, Person, at_once, on_both};

on_both!(
    a_picture_is_uploaded_shown_changed_and_removed,
    every_kind_of_picture_is_taken,
    nothing_of_a_file_is_left_but_its_pixels,
    the_part_that_was_chosen_is_cut_out,
    what_is_no_picture_is_refused,
    what_would_become_too_large_is_refused,
    what_is_too_large_is_refused,
    only_who_is_signed_in_uploads_and_only_for_themselves,
    nothing_of_nobody_is_read,
    little_is_read_before_the_picture_begins,
    it_works_without_javascript,
    nobody_uploads_without_end,
    many_at_once_leave_one,
    it_goes_with_the_account,
    nothing_changes_where_it_cannot_be_kept,
    what_was_given_up_is_taken_away,
    only_pictures_are_given_out,
    a_bucket_keeps_them_too,
);

/// A body that does not come.
struct Never;

impl http_body::Body for Never {
    type Data = Bytes;
    type Error = std::convert::Infallible;

    fn poll_frame(
        self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<http_body::Frame<Bytes>, Self::Error>>> {
        std::task::Poll::Pending
    }
}

const FORM: &str = "/vestibule/api/user/set_profile_image";

async fn house(database: &Database, folder: &Folder) -> House {
    let url = folder.path().join("avatars").display().to_string();
    House::with(database, |settings| settings.storage.url = url).await
}

/// How many pictures are kept.
fn kept(folder: &Folder) -> usize {
    std::fs::read_dir(folder.path().join("avatars")).map_or(0, |files| files.count())
}

async fn picture(browser: &Browser) -> image::RgbImage {
    let url = browser.image_url().await.expect("has a picture");
    decode(&browser.get(&url).await.expect_ok().bytes)
}

async fn a_picture_is_uploaded_shown_changed_and_removed(database: Database) {
    let folder = Folder::new();
    let house = house(&database, &folder).await;
    let browser = house.sign_up(&Person::named("ada")).await;
    assert_eq!(browser.image_url().await, None);
    let uploaded = browser.upload(&[("redirect_url", "/user")], &png(RED)).await;
    uploaded.expect_ok();
    assert_eq!(uploaded.json()["redirect_to"], "/user");
    let url = browser.image_url().await.expect("has a picture");
    assert_eq!(uploaded.json()["client"]["sessions"][0]["user"]["image_url"], url.as_str());

    // Whoever knows its name may see it, signed in or not.
    let shown =
        house.browser().ask("GET", &url).header("accept", "image/*").header("sec-fetch-dest", "image").send().await;
    assert_eq!(shown.status, 200);
    for (name, value) in [
        ("content-type", "image/jpeg"),
        ("cache-control", "public, max-age=31536000, immutable"),
        ("x-content-type-options", "nosniff"),
        ("content-security-policy", "default-src 'none'; frame-ancestors 'none'; sandbox"),
        ("content-disposition", "inline"),
        ("cross-origin-resource-policy", "same-origin"),
    ] {
        assert_eq!(shown.header(name), Some(value), "{name}");
    }
    assert_eq!(shown.header("set-cookie"), None);
    assert_color(&decode(&shown.bytes), 256, 256, RED);

    // Another picture has another name, and the one before is gone.
    browser.upload(&[], &png(BLUE)).await.expect_ok();
    assert_ne!(browser.image_url().await.as_ref(), Some(&url));
    assert_color(&picture(&browser).await, 256, 256, BLUE);
    assert_eq!((kept(&folder), database.count("avatars").await), (1, 1));
    assert_eq!(browser.get(&url).await.status, 404);

    let page = browser.page("/user").await;
    assert!(page.shows("class=\"vst-avatarImage\"") && page.shows("Change picture"), "{}", page.body);
    browser.post("user/remove_profile_image", &[]).await.expect_ok();
    assert_eq!(browser.image_url().await, None);
    assert_eq!((kept(&folder), database.count("avatars").await), (0, 0));
    // Once more is no mistake.
    browser.post("user/remove_profile_image", &[]).await.expect_ok();
    let events = database.texts("SELECT data FROM events WHERE type = 'user.updated' ORDER BY created_at, id").await;
    assert_eq!(events.len(), 4);
    assert!(events[0].contains(&url), "{}", events[0]);
}

async fn every_kind_of_picture_is_taken(database: Database) {
    let folder = Folder::new();
    let house = house(&database, &folder).await;
    let browser = house.sign_up(&Person::named("ada")).await;
    let [red, green, blue] = RED;
    let seen_through = RgbaImage::from_fn(40, 40, |x, _| Rgba([red, green, blue, if x < 20 { 255 } else { 0 }]));
    let [wide_red, wide_green, wide_blue] = RED.map(|color| u16::from(color) * 257);
    let sixteen =
        ImageBuffer::<Rgba<u16>, Vec<u16>>::from_pixel(30, 30, Rgba([wide_red, wide_green, wide_blue, u16::MAX]));
    let large = plain(3000, 2000, RED);
    for (what, file) in [
        ("PNG", png(RED)),
        ("JPEG", encode(plain(40, 20, RED), ImageFormat::Jpeg)),
        ("WebP", encode(plain(40, 20, RED), ImageFormat::WebP)),
        ("GIF", encode(plain(40, 20, RED), ImageFormat::Gif)),
        ("the first of an animation", animation(RED, BLUE)),
        ("one pixel", encode(plain(1, 1, RED), ImageFormat::Png)),
        (
            "grey",
            encode(DynamicImage::ImageLuma8(image::GrayImage::from_pixel(9, 9, image::Luma([99]))), ImageFormat::Png),
        ),
        ("sixteen bits", encode(DynamicImage::ImageRgba16(sixteen), ImageFormat::Png)),
        ("large", encode(large, ImageFormat::Jpeg)),
        ("seen through", encode(seen_through, ImageFormat::Png)),
    ] {
        let uploaded = browser.upload(&[], &file).await;
        assert_eq!(uploaded.status, 200, "{what}: {}", uploaded.body);
        let shown = picture(&browser).await;
        assert_color(&shown, 100, 256, if what == "grey" { [99; 3] } else { RED });
        if what == "seen through" {
            assert_color(&shown, 400, 256, WHITE);
        }
    }
}

async fn nothing_of_a_file_is_left_but_its_pixels(database: Database) {
    let folder = Folder::new();
    let house = house(&database, &folder).await;
    let browser = house.sign_up(&Person::named("ada")).await;
    // Stored left to right, to be seen top to bottom.
    let mut file = photograph(halves(40, 20, RED, BLUE), 6, "52.5200N 13.4050E");
    file.extend(b"<script>alert(1)</script>");
    browser.upload(&[], &file).await.expect_ok();
    let shown = picture(&browser).await;
    assert_color(&shown, 100, 60, RED);
    assert_color(&shown, 400, 60, RED);
    assert_color(&shown, 100, 450, BLUE);
    // What is chosen is chosen of what is seen: its upper end.
    browser.upload(&[("x", "5"), ("y", "0"), ("size", "10")], &file).await.expect_ok();
    assert_color(&picture(&browser).await, 256, 500, RED);
    let url = browser.image_url().await.expect("has a picture");
    let bytes = browser.get(&url).await.bytes;
    for secret in ["Exif", "52.5200N", "<script", "me.png"] {
        assert!(!bytes.windows(secret.len()).any(|part| part == secret.as_bytes()), "{secret}");
    }
    let stored =
        std::fs::read_dir(folder.path().join("avatars")).expect("a folder").next().expect("a file").expect("a file");
    assert_eq!(std::fs::read(stored.path()).expect("is read"), bytes);
    assert!(stored.file_name().to_string_lossy().starts_with("img_"));
}

async fn the_part_that_was_chosen_is_cut_out(database: Database) {
    let folder = Folder::new();
    let house = house(&database, &folder).await;
    let browser = house.sign_up(&Person::named("ada")).await;
    let file = encode(halves(200, 100, GREEN, BLUE), ImageFormat::Png);
    for (x, y, size, color) in
        [("0", "0", "100", GREEN), ("100", "0", "100", BLUE), ("150", "50", "50", BLUE), ("0", "99", "1", GREEN)]
    {
        browser.upload(&[("x", x), ("y", y), ("size", size)], &file).await.expect_ok();
        assert_color(&picture(&browser).await, 256, 256, color);
    }
    // Without JavaScript the fields are there, and empty.
    browser.upload(&[("x", ""), ("y", ""), ("size", "")], &file).await.expect_ok();
    let middle = picture(&browser).await;
    assert_color(&middle, 100, 256, GREEN);
    assert_color(&middle, 400, 256, BLUE);
    let before = browser.image_url().await;
    for wrong in [
        ["101", "0", "100"],
        ["0", "1", "100"],
        ["0", "0", "0"],
        ["0", "0", "201"],
        ["4294967295", "0", "2"],
        ["-1", "0", "10"],
        ["1.5", "0", "10"],
        ["", "0", "10"],
        ["0", "0", "99999999999"],
    ] {
        let fields = [("x", wrong[0]), ("y", wrong[1]), ("size", wrong[2])];
        browser.upload(&fields, &file).await.expect_error(422, "form_param_format_invalid");
    }
    assert_eq!((browser.image_url().await, kept(&folder)), (before, 1));
}

async fn what_is_no_picture_is_refused(database: Database) {
    let folder = Folder::new();
    let house = house(&database, &folder).await;
    let browser = house.sign_up(&Person::named("ada")).await;
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>";
    let bitmap = [b"BM".as_slice(), &[0; 60]].concat();
    for (what, file) in [
        ("SVG", svg.as_bytes().to_vec()),
        ("SVG with a prologue", format!("<?xml version=\"1.0\"?>{svg}").into_bytes()),
        ("HTML", b"<!DOCTYPE html><script>alert(1)</script>".to_vec()),
        ("PDF", b"%PDF-1.7\n".to_vec()),
        ("BMP", bitmap),
        ("TIFF", b"II*\0\x08\0\0\0\0\0".to_vec()),
        ("text", b"hello".to_vec()),
        ("an archive", b"PK\x03\x04".to_vec()),
    ] {
        let refused = browser.upload(&[], &file).await;
        assert_eq!((refused.status, refused.errors()), (422, vec!["avatar_file_type_invalid@file".into()]), "{what}");
    }
    browser.upload(&[], b"").await.expect_error(422, "form_param_missing@file");
    let half = |file: Vec<u8>| file[..file.len() / 2].to_vec();
    let noise = image::RgbImage::from_fn(64, 64, |x, y| {
        image::Rgb([((x * 37) ^ (y * 91)) as u8, (x * y) as u8, (x + 7 * y) as u8])
    });
    for (what, file) in [
        ("half a PNG", half(encode(noise.clone(), ImageFormat::Png))),
        ("half a JPEG", half(encode(noise.clone(), ImageFormat::Jpeg))),
        ("half a WebP", half(encode(noise.clone(), ImageFormat::WebP))),
        ("a GIF that is a script", b"GIF89a/*\0\0\0*/=alert(1)//".to_vec()),
        ("the start of a PNG", b"\x89PNG\r\n\x1a\n".to_vec()),
        ("the start of a JPEG", b"\xff\xd8\xff\xe0".to_vec()),
        ("no pixels", claimed_png(0, 10)),
        ("fewer pixels than it says", claimed_png(100, 100)),
    ] {
        let refused = browser.upload(&[], &file).await;
        assert_eq!((refused.status, refused.errors()), (422, vec!["avatar_file_invalid@file".into()]), "{what}");
        // Only so many are taken in an hour.
        house.clock.advance(HOUR / 4);
    }
    assert_eq!((browser.image_url().await, kept(&folder), database.count("avatars").await), (None, 0, 0));
}

async fn what_would_become_too_large_is_refused(database: Database) {
    let folder = Folder::new();
    let house = house(&database, &folder).await;
    let browser = house.sign_up(&Person::named("ada")).await;
    let compressed = encode(DynamicImage::ImageLuma8(image::GrayImage::new(8000, 8000)), ImageFormat::Png);
    assert!(compressed.len() < 64_000_000 / 100, "{}", compressed.len());
    for file in [claimed_png(60_000, 60_000), claimed_png(16_000, 16_000), compressed] {
        let refused = browser.upload(&[], &file).await;
        refused.expect_error(422, "avatar_dimensions_exceeded@file");
        assert_eq!(refused.json()["errors"][0]["meta"]["limit"], 50_000_000);
    }
    // Some decoders see by themselves that it cannot be.
    for file in claimed_others() {
        let refused = browser.upload(&[], &file).await;
        let is_refused = matches!(refused.error().as_str(), "avatar_dimensions_exceeded" | "avatar_file_invalid");
        assert!(refused.status == 422 && is_refused, "{}", refused.body);
    }
    assert_eq!((browser.image_url().await, kept(&folder)), (None, 0));
}

async fn what_is_too_large_is_refused(database: Database) {
    const MOST: usize = 10 * 1024 * 1024;
    let folder = Folder::new();
    let house = house(&database, &folder).await;
    let browser = house.sign_up(&Person::named("ada")).await;
    // What comes after its end is not read.
    let sized = |length: usize| {
        let mut file = encode(plain(40, 20, RED), ImageFormat::Jpeg);
        file.resize(length, 0);
        file
    };
    browser.upload(&[], &sized(MOST)).await.expect_ok();
    let before = browser.image_url().await;
    let refused = browser.upload(&[], &sized(MOST + 1)).await;
    refused.expect_error(422, "avatar_file_size_exceeded@file");
    assert_eq!(refused.json()["errors"][0]["meta"]["limit"], MOST);
    browser.upload(&[], &sized(MOST + 100_000)).await.expect_error(422, "avatar_file_size_exceeded@file");
    // Without a length that is told in advance it is counted.
    let (kind, body) = multipart(&[], Some(("me.jpg", &sized(MOST + 1_000_000))));
    let ask = browser.ask("POST", FORM).by_script();
    ask.stream(&kind, Body::new(http_body_util::Full::new(Bytes::from(body))))
        .send()
        .await
        .expect_error(422, "avatar_file_size_exceeded@file");
    // What is much too large is not even taken in.
    let ask = browser.ask("POST", FORM).by_script();
    let ask = ask.multipart(&[], Some(("me.png", &png(BLUE)))).header("content-length", "34000000");
    ask.send().await.expect_error(413, "request_body_too_large");
    // A field of text is no place for a picture, and no other form has become larger.
    let long = "x".repeat(5_000);
    browser.upload(&[("x", &long)], &png(BLUE)).await.expect_error(413, "request_body_too_large");
    let other = browser.ask("POST", "/vestibule/api/user/remove_profile_image").by_script();
    other.multipart(&[], Some(("me.png", &sized(70_000)))).send().await.expect_error(413, "request_body_too_large");
    assert_eq!(browser.image_url().await, before);
}

async fn only_who_is_signed_in_uploads_and_only_for_themselves(database: Database) {
    let folder = Folder::new();
    let house = house(&database, &folder).await;
    let [ada, bob] = [house.sign_up(&Person::named("ada")).await, house.sign_up(&Person::named("bob")).await];
    let stranger = house.browser();
    stranger.upload(&[], &png(RED)).await.expect_error(401, "authentication_invalid");
    stranger.post("user/remove_profile_image", &[]).await.expect_error(401, "authentication_invalid");
    let id = me(&ada).await["id"].as_str().expect("an id").to_owned();
    bob.upload(&[("user_id", &id)], &png(RED)).await.expect_error(422, "form_param_unknown");
    bob.post("user/remove_profile_image", &[("user_id", &id)]).await.expect_error(422, "form_param_unknown@user_id");
    ada.upload(&[], &png(BLUE)).await.expect_ok();
    bob.upload(&[], &png(RED)).await.expect_ok();
    bob.post("user/remove_profile_image", &[]).await.expect_ok();
    assert_color(&picture(&ada).await, 256, 256, BLUE);
    // Another site can make a browser send such a form; it is refused.
    for header in [("sec-fetch-site", "cross-site"), ("origin", "https://evil.example")] {
        let ask = ada.ask("POST", FORM).header(header.0, header.1);
        let ask = ask.header("accept", "application/json").multipart(&[], Some(("me.png", &png(RED))));
        ask.send().await.expect_error(403, "cross_site_request");
    }
    // Two files, a form of another kind, and one that ends in the middle.
    let (kind, body) = multipart(&[], Some(("a.png", &png(RED))));
    let twice = [&body[..body.len() - 33], &body[..]].concat();
    let send =
        async |kind: &str, body: Vec<u8>| -> Answer { ada.ask("POST", FORM).by_script().body(kind, body).send().await };
    send(&kind, twice).await.expect_error(422, "form_param_unknown");
    send("application/x-www-form-urlencoded", b"file=x".to_vec()).await.expect_error(422, "request_body_invalid");
    send("multipart/form-data", body.clone()).await.expect_error(422, "request_body_invalid");
    send(&kind, body[..body.len() - 40].to_vec()).await.expect_error(422, "request_body_invalid");
    let (kind, nothing) = multipart(&[("redirect_url", "/user")], None);
    send(&kind, nothing).await.expect_error(422, "form_param_missing@file");
    assert_color(&picture(&ada).await, 256, 256, BLUE);
    assert_eq!(kept(&folder), 1);
}

async fn nothing_of_nobody_is_read(database: Database) {
    let house = House::with(&database, |settings| settings.paths.user_profile = "/user".into()).await;
    let (kind, _) = multipart(&[], None);
    // Of these nothing ever comes in.
    let ask = || house.browser().ask("POST", FORM).stream(&kind, Body::new(Never));
    ask().by_script().send().await.expect_error(401, "authentication_invalid");
    let led = ask().by_hand().send().await;
    assert_eq!((led.status, led.header("location")), (303, Some("/user")));
    // Nor are they more than any other form may be asked for.
    let house = house.another_with(|settings| settings.security.forms_per_minute = 2).await;
    let browser = house.browser();
    let ask = || browser.ask("POST", FORM).stream(&kind, Body::new(Never)).by_script();
    for _ in 0..2 {
        ask().send().await.expect_error(401, "authentication_invalid");
    }
    ask().send().await.expect_error(429, "too_many_requests");
}

async fn little_is_read_before_the_picture_begins(database: Database) {
    let folder = Folder::new();
    let house = house(&database, &folder).await;
    let browser = house.sign_up(&Person::named("ada")).await;
    let (kind, body) = multipart(&[("x", "")], Some(("me.png", &png(RED))));
    let long = vec![b'x'; 1_000_000];
    let split = body.windows(9).position(|nine| nine == b"\r\nContent").expect("has a part") + 2;
    for (what, sent) in [
        ("what never begins", long.clone()),
        ("what stands before the form", [&long, b"\r\n".as_slice(), &body].concat()),
        ("the head of a part", [&body[..split], b"X-Long: ", &long, b"\r\n", &body[split..]].concat()),
        ("many fields", multipart(&[("x", ""); 2_000], Some(("me.png", &png(RED)))).1),
    ] {
        let refused = browser.ask("POST", FORM).by_script().body(&kind, sent).send().await;
        assert_eq!((refused.status, refused.error().as_str()), (413, "request_body_too_large"), "{what}");
        assert_eq!(refused.json()["errors"][0]["meta"]["limit"], 65_536, "{what}");
    }
    browser.ask("POST", FORM).by_script().body(&kind, body).send().await.expect_ok();
}

async fn it_works_without_javascript(database: Database) {
    let folder = Folder::new();
    let url = folder.path().join("avatars").display().to_string();
    let house = House::with(&database, |settings| {
        settings.storage.url = url;
        settings.paths.user_profile = "/user".into();
    })
    .await;
    let browser = house.sign_up(&Person::named("ada")).await;
    let page = browser.page("/user").await;
    assert!(page.shows("enctype=\"multipart/form-data\"") && page.shows("Upload picture"), "{}", page.body);
    let ask = |file: Vec<u8>| {
        let ask = browser.ask("POST", FORM).by_hand();
        ask.multipart(&[("redirect_url", "/user"), ("x", ""), ("y", ""), ("size", "")], Some(("me.png", &file)))
    };
    let refused = ask(b"<svg/>".to_vec()).send().await;
    assert_eq!((refused.status, refused.header("location")), (303, Some("/user")));
    let page = browser.page("/user").await;
    assert!(page.shows("Use a picture in JPEG, PNG, WebP or GIF."), "{}", page.body);
    let page = ask(png(RED)).send_and_follow().await;
    assert_eq!((page.status, page.path.as_str()), (200, "/user"));
    assert!(page.shows("Change picture") && !page.shows("Use a picture in"), "{}", page.body);
    assert_color(&picture(&browser).await, 256, 256, RED);
    let page = browser.submit("user/remove_profile_image", &[("redirect_url", "/user")]).await;
    assert!(page.path == "/user" && page.shows("Upload picture"), "{}", page.body);
    // Nobody is led away.
    let ask = browser.ask("POST", FORM).by_hand();
    let led = ask.multipart(&[("redirect_url", "https://evil.example/")], Some(("me.png", &png(RED)))).send().await;
    assert_eq!(led.header("location"), Some("/user"));
    let led = house.browser().ask("POST", FORM).by_hand();
    let led = led.multipart(&[("redirect_url", "/user")], Some(("me.png", &png(RED)))).send().await;
    assert_eq!((led.status, led.header("location")), (303, Some("/user")));
}

async fn nobody_uploads_without_end(database: Database) {
    let folder = Folder::new();
    let house = house(&database, &folder).await;
    let [ada, bob] = [house.sign_up(&Person::named("ada")).await, house.sign_up(&Person::named("bob")).await];
    for _ in 0..20 {
        ada.upload(&[], &png(RED)).await.expect_ok();
    }
    let refused = ada.upload(&[], &png(BLUE)).await;
    refused.expect_error(429, "too_many_requests");
    assert!((1..=3600).contains(&refused.retry_after()));
    bob.upload(&[], &png(BLUE)).await.expect_ok();
    ada.post("user/remove_profile_image", &[]).await.expect_ok();
    house.clock.advance(HOUR);
    ada.upload(&[], &png(BLUE)).await.expect_ok();
    assert_eq!(kept(&folder), 2);
}

async fn many_at_once_leave_one(database: Database) {
    let folder = Folder::new();
    let house = house(&database, &folder).await;
    let browser = house.sign_up(&Person::named("ada")).await;
    let file = encode(plain(400, 300, GREEN), ImageFormat::Jpeg);
    let uploads = (0..20).map(|_| {
        let (browser, file) = (browser.clone(), file.clone());
        async move { browser.upload(&[], &file).await.status }
    });
    assert_eq!(at_once(uploads).await, [200; 20]);
    // Whatever two of them have left to each other.
    sweep(&house.vestibule).await.expect("is swept");
    assert_eq!((kept(&folder), database.count("avatars").await), (1, 1));
    assert_color(&picture(&browser).await, 256, 256, GREEN);
}

async fn it_goes_with_the_account(database: Database) {
    let folder = Folder::new();
    let house = house(&database, &folder).await;
    let [ada, bob] = [house.sign_up(&Person::named("ada")).await, house.sign_up(&Person::named("bob")).await];
    ada.upload(&[], &png(RED)).await.expect_ok();
    bob.upload(&[], &png(BLUE)).await.expect_ok();
    let url = ada.image_url().await.expect("has a picture");
    ada.post("user/delete", &[("confirmation", "delete account")]).await.expect_ok();
    assert_eq!(house.browser().get(&url).await.status, 404);
    assert_eq!((kept(&folder), database.count("avatars").await), (1, 1));
    assert_color(&picture(&bob).await, 256, 256, BLUE);
}

async fn nothing_changes_where_it_cannot_be_kept(database: Database) {
    let folder = Folder::new();
    let house = house(&database, &folder).await;
    let browser = house.sign_up(&Person::named("ada")).await;
    browser.upload(&[], &png(RED)).await.expect_ok();
    let url = browser.image_url().await;
    // A file where the folder is to be.
    let file = folder.path().join("file");
    std::fs::write(&file, "").expect("is written");
    let broken = house.another_with(|settings| settings.storage.url = file.join("avatars").display().to_string()).await;
    let there = browser.at(&broken);
    let refused = there.upload(&[], &png(BLUE)).await;
    refused.expect_error(503, "service_unavailable");
    assert!(!refused.shows("avatars") && !refused.shows("storage"), "{}", refused.body);
    assert_eq!(there.get(url.as_deref().expect("a picture")).await.status, 503);
    assert_eq!(browser.image_url().await, url);
    assert_color(&picture(&browser).await, 256, 256, RED);
    // One that cannot be taken away holds nobody up.
    there.post("user/remove_profile_image", &[]).await.expect_ok();
    assert_eq!((there.image_url().await, kept(&folder)), (None, 1));
    sweep(&house.vestibule).await.expect("is swept");
    assert_eq!(kept(&folder), 0);
}

async fn what_was_given_up_is_taken_away(database: Database) {
    let folder = Folder::new();
    let house = house(&database, &folder).await;
    let browser = house.sign_up(&Person::named("ada")).await;
    browser.upload(&[], &png(RED)).await.expect_ok();
    // As of one who was killed between the store and the account.
    let id = format!("img_{}", "a".repeat(27));
    let file = folder.path().join("avatars").join(format!("{id}.jpg"));
    std::fs::write(&file, png(BLUE)).expect("is written");
    let end = house.clock.now() + HOUR;
    database.execute(&format!("INSERT INTO avatars (id, delete_at) VALUES ('{id}', {end})")).await;
    sweep(&house.vestibule).await.expect("is swept");
    assert_eq!(kept(&folder), 2);
    house.clock.advance(HOUR);
    sweep(&house.vestibule).await.expect("is swept");
    assert_eq!((kept(&folder), database.count("avatars").await, file.exists()), (1, 1, false));
    assert_eq!(house.browser().get(&format!("/vestibule/avatars/{id}.jpg")).await.status, 404);
}

async fn only_pictures_are_given_out(database: Database) {
    let folder = Folder::new();
    let house = house(&database, &folder).await;
    let browser = house.sign_up(&Person::named("ada")).await;
    browser.upload(&[], &png(RED)).await.expect_ok();
    std::fs::write(folder.path().join("secret.jpg"), "secret").expect("is written");
    std::fs::write(folder.path().join("avatars/secret.jpg"), "secret").expect("is written");
    for path in [
        "secret.jpg",
        "..%2Fsecret.jpg",
        "%2e%2e/secret.jpg",
        "../secret.jpg",
        "img_..%2f..%2f..%2fsecretsecretse.jpg",
        "",
        "img_aaaaaaaaaaaaaaaaaaaaaaaaaaa.jpg",
        "img_aaaaaaaaaaaaaaaaaaaaaaaaaaa.svg",
    ] {
        let answer = browser.get(&format!("/vestibule/avatars/{path}")).await;
        assert!(answer.status == 404 && !answer.shows("secret\""), "{path}: {}", answer.status);
    }
    // There is no list.
    let user = me(&browser).await;
    assert_eq!(user["has_image"], json!(true));
    assert_ne!(user["image_url"], Value::Null);
}

async fn a_bucket_keeps_them_too(database: Database) {
    let folder = Folder::new();
    let s3 = S3::start(folder.path(), "people").await;
    let settings = |secret: &'static str| {
        let endpoint = s3.endpoint.clone();
        move |settings: &mut Settings| {
            settings.storage.url = "s3://people/notes/avatars".into();
            settings.storage.endpoint = endpoint;
            settings.storage.access_key_id = s3::KEY_ID.into();
            settings.storage.secret_access_key = Secret::new(secret);
        }
    };
    let objects = || std::fs::read_dir(folder.path().join("people/notes/avatars")).map_or(0, |files| files.count());
    let house = House::with(&database, settings(s3::SECRET)).await;
    let browser = house.sign_up(&Person::named("ada")).await;
    browser.upload(&[], &png(RED)).await.expect_ok();
    assert_color(&picture(&browser).await, 256, 256, RED);
    let url = browser.image_url().await.expect("has a picture");
    browser.upload(&[], &png(BLUE)).await.expect_ok();
    assert_color(&picture(&browser).await, 256, 256, BLUE);
    assert_eq!((browser.get(&url).await.status, database.count("avatars").await), (404, 1));
    assert!(objects() >= 1);

    // A service that does not know us takes nothing, and nothing changes.
    let stranger = house.another_with(settings("another")).await;
    let refused = browser.at(&stranger).upload(&[], &png(GREEN)).await;
    refused.expect_error(503, "service_unavailable");
    assert_color(&picture(&browser).await, 256, 256, BLUE);
    browser.post("user/remove_profile_image", &[]).await.expect_ok();
    assert_eq!(browser.image_url().await, None);
    let left = std::fs::read_dir(folder.path().join("people/notes/avatars")).into_iter().flatten().flatten();
    let left: Vec<_> =
        left.map(|file| file.file_name()).filter(|name| name.to_string_lossy().ends_with(".jpg")).collect();
    assert!(left.is_empty(), "{left:?}");
}
