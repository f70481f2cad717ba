use axum::response::Response;

use super::super::markup::{Markup, broken, link, paragraph, tag};
use super::super::operator::Operator;
use super::super::page::{
    Section, alert, asking, badge, button, choice, dangerous, empty, field, page, part, proof_first, refused_field,
    table,
};
use super::super::settings;
use super::super::typed::{Typed, code, grouped_ticks, seen, wrong};
use super::{Kept, Kind, is_of_system, may_anyway};
use crate::server::SettingSource;
use crate::server::flows::operators::OperatorRole;
use crate::server::flows::organizations::role_name;
use crate::server::settings::{ADMIN, Role, SYSTEM_PERMISSIONS};

/// The page, with what was wrong with a form.
pub(super) fn draw(operator: &Operator, why: Option<&str>, kept: Option<Kept<'_>>) -> Response {
    let held = &operator.app.settings.organizations;
    let off = (!held.enabled).then(|| {
        let text = "There are no organizations here: nobody has a role until they are switched on. ";
        let way = settings::place_of("organizations.enabled").map(|(to, page)| link(to, format!("Settings: {page}")));
        alert("warning", paragraph(Markup::from(text).and(way)))
    });
    let known = Known {
        roles: held.all_roles(),
        permissions: held.all_permissions(),
        may: operator.may(OperatorRole::Admin),
        operator,
        kept,
    };
    let proof = operator.may(OperatorRole::Admin).then(|| proof_first(operator, Section::Roles.path())).flatten();
    let main = Markup::from([
        proof.into(),
        wrong(why),
        paragraph(link("/admin/settings/history", "What changed, and the way back")),
        off.into(),
        known.roles(),
        known.matrix(),
        known.permissions(),
        known.new_role(),
        known.new_permission(),
        known.defaults(),
    ]);
    page(operator, Section::Roles, Section::Roles.name(), main)
}

struct Known<'a> {
    operator: &'a Operator,
    roles: Vec<Role>,
    permissions: Vec<String>,
    may: bool,
    kept: Option<Kept<'a>>,
}

/// Where a form is sent to.
fn to(kind: Kind, key: &str, what: &str) -> String {
    format!("{}/{}/{key}/{what}", Section::Roles.path(), kind.as_str())
}

fn fixed(by: SettingSource) -> Markup {
    badge("neutral", &format!("Fixed by {}", by.told()))
}

/// A form for what something is called, which opens where it stands.
fn edit(
    (kind, key): (Kind, &str),
    place: usize,
    revision: i64,
    kept: Option<&Typed>,
    (name, description): (&str, &str),
) -> Markup {
    let (name, description) = kept.map_or((name, description), |typed| (typed.one("name"), typed.one("description")));
    let id = |what: &str| format!("{}-{place}-{what}", kind.as_str());
    let form = tag("form").class("stack").with("method", "post").with("action", to(kind, key, "update")).holds([
        seen(revision),
        field(&id("name"), "name", "Name", "text", name),
        field(&id("description"), "description", "Description", "text", description),
        button("Save", "primary"),
    ]);
    // Its key stands beside it for whoever sees the row.
    let label = Markup::from("Edit ").and(tag("span").class("unseen").holds(key));
    asking(label, "plain", kept.is_some(), form)
}

impl Known<'_> {
    /// What was typed into a form of which nothing was taken.
    fn kept(&self, form: &str, key: &str) -> Option<&Typed> {
        self.kept.filter(|kept| kept.form == form && kept.key == key).map(|kept| kept.typed)
    }

    /// What stands in a field of a form that makes something.
    fn typed(&self, form: &str, field: &str) -> &str {
        self.kept(form, "").map_or("", |typed| typed.one(field))
    }

    /// What is wrong with the key in such a form.
    fn wrong(&self, form: &str) -> Option<&str> {
        self.kept.filter(|kept| kept.form == form)?.wrong
    }

    fn roles(&self) -> Markup {
        let rows = self.roles.iter().enumerate().map(|(place, role)| self.role(place, role)).collect();
        let list = table("Roles", &["Role", "Key", "Allows", "About it", "Actions"], rows);
        let how = paragraph("Ask for a role, or better for a permission, wherever it matters:").and(code(
            "protected.require(&Has::permission(\"org:invoices:create\"))?;\n\
                 <Protect has=Has::permission(\"org:invoices:create\")>…</Protect>",
        ));
        part("list", "Roles", (), list.and(how))
    }

    fn role(&self, place: usize, role: &Role) -> Vec<Markup> {
        let app = &self.operator.app;
        let settings = &app.settings.organizations;
        let name = role_name(role);
        let of = |is: bool, text: &str| is.then(|| badge("success", text));
        let source = Kind::Role.fixed_by(app, &role.key);
        let about = Markup::from([
            badge("neutral", if is_of_system(&role.key) { "System" } else { "Custom" }),
            of(settings.creator_role == role.key, "Creator’s").into(),
            of(settings.default_role == role.key, "Default").into(),
            of(settings.domains.default_role == role.key, "By domain").into(),
            source.map(fixed).into(),
        ]);
        let may = self.may && source.is_none();
        let said = settings.roles.get(&role.key).map_or("", |said| said.name.as_str());
        let change = may.then(|| {
            let kept = self.kept("role", &role.key);
            edit((Kind::Role, role.key.as_str()), place, app.revision(), kept, (said, role.description.as_str()))
        });
        let remove = (may && !is_of_system(&role.key)).then(|| {
            let what = "Deletes the role. Who has it, or is invited to it, has to be given another one first.";
            let id = format!("role-{place}-confirmation");
            dangerous(&to(Kind::Role, &role.key, "delete"), &id, "Delete this role", what, &role.key)
        });
        vec![
            tag("span")
                .with("dir", "auto")
                .holds([tag("strong").holds(name), tag("span").class("muted about-it").holds(&role.description)]),
            tag("code").holds(&role.key),
            count(role.permissions.len()),
            about,
            Markup::from(change).and(remove),
        ]
    }

    fn matrix(&self) -> Markup {
        let app = &self.operator.app;
        let names: Vec<String> = self.roles.iter().map(role_name).collect();
        let columns: Vec<&str> = ["Permission"].into_iter().chain(names.iter().map(String::as_str)).collect();
        let rows = self.permissions.iter().map(|permission| -> Vec<Markup> {
            let cells = self.roles.iter().zip(&names).map(|(role, name)| {
                let is_open =
                    self.may && Kind::Role.fixed_by(app, &role.key).is_none() && !may_anyway(app, role, permission);
                let value = format!("{} {permission}", role.key);
                let tick = tag("input")
                    .with("type", "checkbox")
                    .with("name", "grant")
                    .with("value", &value)
                    .with("aria-label", format!("{name}: {permission}"))
                    .when("checked", self.is_ticked(&value, role.may(permission)))
                    .when("disabled", !is_open)
                    .alone();
                // What a page did not show is not taken away by it.
                let shown = is_open
                    .then(|| tag("input").with("type", "hidden").with("name", "shown").with("value", &value).alone());
                tag("label").class("tick").holds(tick).and(shown)
            });
            std::iter::once(tag("code").holds(broken(permission))).chain(cells).collect()
        });
        let grid = tag("div")
            .class("wide")
            .with("role", "region")
            .with("tabindex", "0")
            .with("aria-label", "Roles and their permissions")
            .holds(table("Which role allows what", &columns, rows.collect()));
        let save = self.may.then(|| button("Save what roles allow", "primary"));
        let form = tag("form").class("matrix").with("method", "post").with("action", "/admin/roles/matrix");
        let about = "What a role allows anyway cannot be taken from it: admins may do everything, and whoever may change \
                     something sees it.";
        let when = self.may.then(|| seen(app.revision()));
        part(
            "matrix",
            "Which role allows what",
            (),
            paragraph(about).and(form.holds(Markup::from(when).and(grid).and(save))),
        )
    }

    /// Whether a box is ticked: as it was typed, where that could not be taken.
    fn is_ticked(&self, value: &str, may: bool) -> bool {
        match self.kept("matrix", "") {
            Some(typed) if typed.all("shown").any(|shown| shown == value) => {
                typed.all("grant").any(|grant| grant == value)
            }
            _ => may,
        }
    }

    fn permissions(&self) -> Markup {
        let app = &self.operator.app;
        let settings = &app.settings.organizations;
        let own = self.permissions.iter().filter(|key| !SYSTEM_PERMISSIONS.contains(&key.as_str()));
        let rows: Vec<Vec<Markup>> = own
            .enumerate()
            .map(|(place, key)| {
                let said = settings.permissions.get(key).cloned().unwrap_or_default();
                let having: Vec<String> =
                    self.roles.iter().filter(|role| role.key != ADMIN && role.may(key)).map(role_name).collect();
                let source = Kind::Permission.fixed_by(app, key);
                let may = self.may && source.is_none();
                let change = may.then(|| {
                    edit(
                        (Kind::Permission, key.as_str()),
                        place,
                        app.revision(),
                        self.kept("permission", key),
                        (said.name.as_str(), said.description.as_str()),
                    )
                });
                let remove = (may && having.is_empty()).then(|| {
                    let id = format!("permission-{place}-confirmation");
                    let what = "Deletes the permission. Whatever the app asks it for, nobody may do any more.";
                    dangerous(&to(Kind::Permission, key, "delete"), &id, "Delete this permission", what, key)
                });
                // Admins have each, which is no reason for it to stay.
                let used = match having.is_empty() {
                    true => "Admins alone".to_owned(),
                    false => format!("Admins, {}", having.join(", ")),
                };
                vec![
                    tag("span").with("dir", "auto").holds([
                        tag("strong").holds(if said.name.is_empty() { key } else { &said.name }),
                        tag("span").class("muted about-it").holds(&said.description),
                    ]),
                    tag("code").holds(key),
                    Markup::from(used).and(" ").and(source.map(fixed)),
                    Markup::from(change).and(remove),
                ]
            })
            .collect();
        let list = match rows.is_empty() {
            true => empty(
                "The app has no permissions of its own yet.",
                paragraph(
                    "A permission is one thing that some members may do and others may not, such as org:invoices:create. \
                     Those that begin with org:sys_ are Vestibule’s own.",
                ),
            ),
            false => table("Custom permissions", &["Permission", "Key", "Who has it", "Actions"], rows),
        };
        part("permissions", "The app’s own permissions", (), list)
    }

    fn new_role(&self) -> Markup {
        if !self.may {
            return Markup::default();
        }
        let typed = |field| self.typed("create_role", field);
        let form = tag("form").class("stack").with("method", "post").with("action", "/admin/roles/create_role");
        let wrong = self.wrong("create_role");
        let chosen = self.kept("create_role", "");
        let is_chosen = |key: &str| chosen.is_some_and(|typed| typed.all("permission").any(|chosen| chosen == key));
        let (system, own): (Vec<&str>, Vec<&str>) =
            self.permissions.iter().map(String::as_str).partition(|key| SYSTEM_PERMISSIONS.contains(key));
        let groups = [("The system’s permissions", system), ("The app’s own permissions", own)];
        let form = form.holds([
            field("role-name", "name", "Name", "text", typed("name")),
            refused_field(("role-key", "key"), "Key, such as org:editor", "text", typed("key"), wrong),
            field("role-description", "description", "Description", "text", typed("description")),
            grouped_ticks("What it allows", "permission", groups, is_chosen),
            button("Create the role", "primary"),
        ]);
        part("new-role", "A new role", (), form)
    }

    fn new_permission(&self) -> Markup {
        if !self.may {
            return Markup::default();
        }
        let typed = |field| self.typed("create_permission", field);
        let form = tag("form").class("filters").with("method", "post").with("action", "/admin/roles/create_permission");
        let form = form.holds([
            field("permission-name", "name", "Name", "text", typed("name")),
            refused_field(
                ("permission-key", "key"),
                "Key, such as org:invoices:create",
                "text",
                typed("key"),
                self.wrong("create_permission"),
            ),
            field("permission-description", "description", "Description", "text", typed("description")),
            button("Create the permission", "primary"),
        ]);
        part("new-permission", "A new permission", (), form)
    }

    fn defaults(&self) -> Markup {
        if !self.may {
            return Markup::default();
        }
        let settings = &self.operator.app.settings.organizations;
        let names: Vec<(&str, String)> = self.roles.iter().map(|role| (role.key.as_str(), role_name(role))).collect();
        let options: Vec<(&str, &str)> = names.iter().map(|(key, name)| (*key, name.as_str())).collect();
        let kept = self.kept("defaults", "");
        let role_in = |field: &'static str, now| kept.map_or(now, |typed| typed.one(field));
        let form = tag("form").class("filters").with("method", "post").with("action", "/admin/roles/defaults").holds([
            seen(self.operator.app.revision()),
            choice(
                "creator_role",
                "creator_role",
                "Of whoever makes one",
                &options,
                role_in("creator_role", settings.creator_role.as_str()),
            ),
            choice(
                "default_role",
                "default_role",
                "Of whoever comes in",
                &options,
                role_in("default_role", settings.default_role.as_str()),
            ),
            button("Save", "primary"),
        ]);
        let about = "Whoever makes an organization has to be able to let others in, and to delete it.";
        part("defaults", "The first role of a member", (), paragraph(about).and(form))
    }
}

/// How many there are of something.
fn count(many: usize) -> Markup {
    i64::try_from(many).unwrap_or(i64::MAX).into()
}
