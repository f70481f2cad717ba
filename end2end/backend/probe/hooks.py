"""What schemathesis needs besides the document: things that are there, and what the document cannot say.

Its requests name things that are not there, and most would end in 404. So ids are put into them of users, organizations and
so on that are made for it over the same API, as long as the part of the request that is meant to be wrong is another one.
"""

import atexit
import json
import os
import sys
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter
from zlib import crc32

import schemathesis
from schemathesis.core.failures import AcceptedNegativeData, Failure
from schemathesis.core.parameters import ParameterLocation
from schemathesis.openapi.checks import RejectedPositiveData

BASE = os.environ["PROBE_URL"]
KEY = os.environ["PROBE_KEY"]
# How often each operation was answered with which status.
REPORT = os.environ["PROBE_REPORT"]

answers = Counter()
numbers = iter(range(1, 10**9))


@atexit.register
def tell():
    told = [{"operation": label, "status": status, "times": times} for (label, status), times in answers.items()]
    with open(REPORT, "w", encoding="utf-8") as file:
        json.dump(told, file)


def ask(method, path, body=None):
    request = urllib.request.Request(
        BASE + path,
        method=method,
        data=None if body is None else json.dumps(body).encode(),
        headers={"authorization": f"Bearer {KEY}", "content-type": "application/json"},
    )
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


def address():
    return f"somebody{next(numbers)}@example.com"


def url():
    return f"https://house{next(numbers)}.example/done"


# What is listed under a path of its own, and what it is made of.
LISTS = {
    "allowlist_identifier": ("allowlist_identifiers", lambda: {"identifier": address()}),
    "blocklist_identifier": ("blocklist_identifiers", lambda: {"identifier": address()}),
    "redirect_url": ("redirect_urls", lambda: {"url": url()}),
    "webhook_endpoint": ("webhook_endpoints", lambda: {"url": url(), "events": ["organizationDomain.deleted"]}),
}

PASSWORD = "moth ledger willow 41"
# The backup codes of whoever has some, that are not used up.
codes = []
# What is asked of somebody who has a password, an authenticator app and backup codes.
OF_A_PERSON = (
    "/backup_code", "/totp", "/set_compromised", "/unset_compromised", "/remove_password", "/verify_password", "/verify_totp",
)

begun = {}


def begin_sign_up():
    """One that is under way, the same for as long as it takes: with an invitation, and a number that is to be proven."""
    if not begun:
        who = address()
        link = ask("POST", "/v1/invitations", {"email_address": who, "notify": False})["url"]
        browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
        page = urllib.request.Request(link, headers={"accept": "text/html"})
        browser.open(page).close()
        form = {"email_address": who, "password": PASSWORD, "phone_number": "+14155552671"}
        headers = {"origin": BASE, "accept": "application/json"}
        form = urllib.parse.urlencode(form).encode()
        create = urllib.request.Request(f"{BASE}/vestibule/api/sign_up/create", data=form, headers=headers)
        with browser.open(create) as answer:
            begun["sign_up_id"] = json.load(answer)["client"]["sign_up"]["id"]
    return dict(begun)


# Who joined the waitlist last.
waited = {}


def machine(**more):
    """The id of another machine."""
    new = {"name": f"Machine {next(numbers)}"} | more
    try:
        return ask("POST", "/v1/machines", new)["id"]
    except urllib.error.HTTPError as error:
        # There is room for so many, and no more.
        if error.code != 422:
            raise
    for old in ask("GET", "/v1/machines?limit=500&order_by=created_at")["data"]:
        if old["id"] not in more.get("scoped_machines", []):
            ask("DELETE", f"/v1/machines/{old['id']}")
    return ask("POST", "/v1/machines", new)["id"]


def permission():
    """The id of another permission."""
    new = {"name": f"Read {next(numbers)}", "key": f"org:f{next(numbers)}:read"}
    try:
        return ask("POST", "/v1/organization_permissions", new)["id"]
    except urllib.error.HTTPError as error:
        # There is room for so many in a token, and no more.
        if error.code != 422:
            raise
    for old in ask("GET", "/v1/organization_permissions?limit=500")["data"]:
        if old["type"] == "user":
            ask("DELETE", f"/v1/organization_permissions/{old['id']}")
    return ask("POST", "/v1/organization_permissions", new)["id"]


def make(kind):
    """Makes one, and gives the parameters that name it."""
    if kind == "user":
        user = {"email_address": [address()], "skip_password_requirement": True}
        return {"user_id": ask("POST", "/v1/users", user)["id"]}
    if kind == "person":
        codes[:] = [f"abcd-efgh-{number}" for number in range(22, 32)]
        user = {
            "email_address": [address()], "password": PASSWORD, "totp_secret": "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP",
            "backup_codes": codes,
        }
        return {"user_id": ask("POST", "/v1/users", user)["id"]}
    if kind == "email_address":
        new = there("user") | {"email_address": address(), "verified": True}
        return {"email_address_id": ask("POST", "/v1/email_addresses", new)["id"]}
    if kind == "phone_number":
        new = there("user") | {"phone_number": f"+4915123{next(numbers):06}", "verified": True}
        return {"phone_number_id": ask("POST", "/v1/phone_numbers", new)["id"]}
    if kind == "organization_domain":
        named = there("organization")
        new = {"name": f"house-{next(numbers)}.example"}
        try:
            domain = ask("POST", f"/v1/organizations/{named['organization_id']}/domains", new)
        except urllib.error.HTTPError as error:
            # There is room for so many in an organization, and no more.
            if error.code != 422:
                raise
            made.clear()
            named = there("organization")
            domain = ask("POST", f"/v1/organizations/{named['organization_id']}/domains", new)
        return named | {"domain_id": domain["id"]}
    if kind == "role":
        new = {"name": f"Role {next(numbers)}", "key": f"org:role-{next(numbers)}"}
        role = ask("POST", "/v1/organization_roles", new)["id"]
        return {"organization_role_id": role, "permission_id": "org:sys_memberships:read"}
    if kind == "permission":
        return {"permission_id": permission()}
    if kind == "oauth_access_token":
        return there("user") | {"provider": "oauth_github"}
    if kind == "organization":
        return {"organization_id": ask("POST", "/v1/organizations", {"name": f"House {next(numbers)}"})["id"]}
    if kind == "membership":
        named = there("organization") | make("user")
        member = {"user_id": named["user_id"], "role": "org:member"}
        ask("POST", f"/v1/organizations/{named['organization_id']}/memberships", member)
        return named
    if kind == "organization_invitation":
        named = there("organization")
        invitation = {"email_address": address(), "role": "org:member", "notify": False}
        sent = ask("POST", f"/v1/organizations/{named['organization_id']}/invitations", invitation)
        return named | {"invitation_id": sent["id"]}
    if kind == "invitation":
        invitation = {"email_address": address(), "notify": False}
        return {"invitation_id": ask("POST", "/v1/invitations", invitation)["id"]}
    if kind == "session":
        session = ask("POST", "/v1/sessions", there("user"))
        return {"session_id": session["id"], "client_id": session["client_id"]}
    if kind == "sign_in_token":
        return {"sign_in_token_id": ask("POST", "/v1/sign_in_tokens", there("user"))["id"]}
    if kind == "actor_token":
        token = there("user") | {"actor": {"sub": "user_support"}}
        return {"actor_token_id": ask("POST", "/v1/actor_tokens", token)["id"]}
    if kind in ("api_key", "presented_api_key"):
        # Of somebody who has no other, as there is room for so many, and no more.
        new = {"subject": make("user")["user_id"], "name": "Script"}
        key = ask("POST", "/v1/api_keys", new)
        return {"api_key_id": key["id"], "subject": key["subject"], "secret": key["secret"]}
    if kind == "machine":
        other = machine()
        return {"machine_id": machine(scoped_machines=[other]), "other_machine_id": other}
    if kind == "m2m_token":
        token = ask("POST", "/v1/m2m_tokens", {"subject": there("machine")["machine_id"]})
        return {"m2m_token_id": token["id"], "token": token["token"]}
    if kind == "jwt_template":
        template = {"name": f"service-{next(numbers)}", "claims": {"who": "{{user.id}}"}}
        return {"template_id": ask("POST", "/v1/jwt_templates", template)["id"], "template_name": template["name"]}
    if kind in LISTS:
        path, new = LISTS[kind]
        try:
            return {f"{kind}_id": ask("POST", f"/v1/{path}", new())["id"]}
        except urllib.error.HTTPError as error:
            # There is room for so many, and no more.
            if error.code != 422:
                raise
            listed = ask("GET", f"/v1/{path}")
            return {f"{kind}_id": (listed if isinstance(listed, list) else listed["data"])[0]["id"]}
    if kind == "sign_up":
        return begin_sign_up()
    if kind == "token_by_template":
        return there("session") | there("jwt_template")
    if kind == "waitlist_entry":
        who = address()
        form = urllib.parse.urlencode({"email_address": who}).encode()
        headers = {"origin": BASE, "accept": "application/json"}
        join = urllib.request.Request(f"{BASE}/vestibule/api/waitlist/join", data=form, headers=headers)
        try:
            urllib.request.urlopen(join).close()
        except urllib.error.HTTPError as error:
            # From one network so many may join, and no more for a while.
            if error.code != 429:
                raise
            return waited
        waiting = ask("GET", "/v1/waitlist_entries?status=pending&limit=500")["data"]
        waited["waitlist_entry_id"] = next(entry["id"] for entry in waiting if entry["email_address"] == who)
        return dict(waited)
    raise KeyError(kind)


made = {}


def there(kind):
    """One that was made, and is there unless a request has ended it since."""
    if kind not in made:
        made[kind] = make(kind)
    return made[kind]


def kind_of(path):
    """What a path names with its parameters."""
    if "/memberships/{user_id}" in path:
        return "membership"
    if path.startswith("/v1/users/") and path.endswith(OF_A_PERSON):
        return "person"
    if "{invitation_id}" in path:
        return "organization_invitation" if "{organization_id}" in path else "invitation"
    if "{template_name}" in path:
        return "token_by_template"
    if "{template_id}" in path:
        return "jwt_template"
    if "{domain_id}" in path:
        return "organization_domain"
    if "{organization_role_id}" in path:
        return "role"
    if "{permission_id}" in path:
        return "permission"
    if "{provider}" in path:
        return "oauth_access_token"
    for kind in ("email_address", "phone_number", "user", "organization", "session", "sign_in_token", "actor_token", "api_key",
                 "machine", "m2m_token", "sign_up",
                 "waitlist_entry", *LISTS):
        if f"{{{kind}_id}}" in path:
            return kind
    return "session" if "{client_id}" in path else None


# Parameters that name something, or that only some words are good for.
MEANT = {
    "user_id": lambda: there("user")["user_id"],
    "created_by": lambda: there("user")["user_id"],
    "requesting_user_id": lambda: None,
    "inviter_user_id": lambda: None,
    "client_id": lambda: there("session")["client_id"],
    "role": lambda: "org:member",
    "email_address": address,
    "username": lambda: f"somebody_{next(numbers)}",
    "slug": lambda: f"house-{next(numbers)}",
    "redirect_url": lambda: f"{BASE}/dashboard",
    "token": lambda: ask("POST", f"/v1/sessions/{there('session')['session_id']}/tokens")["jwt"],
    "status": lambda: "pending",
    "name": lambda: f"House {next(numbers)}",
    "first_name": lambda: "Ada",
    "last_name": lambda: "Lovelace",
    "password": lambda: PASSWORD,
    "code": lambda: codes.pop() if codes else "abcd-efgh-99",
    "primary_email_address_id": lambda: there("user") and there("email_address")["email_address_id"],
    "enrollment_mode": lambda: "manual_invitation",
    "claims": dict,
    "actor": lambda: {"sub": "user_support"},
    "subject": lambda: there("api_key")["subject"],
    # One that is not changed meanwhile.
    "secret": lambda: there("presented_api_key")["secret"],
    "identifier": address,
    "url": url,
    "event_type": lambda: "user.created",
}
# Each of these asks for others, or has a form that the document says in words.
LEFT_OUT = (
    "backup_codes", "create_organizations_limit", "created_at", "custom_signing_key", "event_id", "events", "external_id",
    "include_in_initial_role_set",
    "legal_accepted_at",
    "locale", "max_allowed_memberships", "password_digest", "password_hasher", "phone_number", "scopes", "signing_algorithm",
    "signing_key", "template_slug", "totp_secret",
)


# What settings may become without a consequence for what else is asked.
SETTINGS = {
    "/v1/instance": {"hibp": False},
    "/v1/instance/restrictions": {"block_email_subaddresses": True, "allowlist": None},
    "/v1/instance/organization_settings": {"admin_delete_enabled": False, "max_allowed_memberships": None},
}


def meant(value):
    """The same with parameters that name something that is there."""
    if isinstance(value, list):
        return [meant(one) for one in value]
    if not isinstance(value, dict):
        return value
    filled = {}
    for name, sent in value.items():
        if name in LEFT_OUT or name.endswith("_identification_status"):
            continue
        if isinstance(sent, list) and name in ("email_address", "user_id", "username"):
            filled[name] = [MEANT[name]() for _ in sent[:2] or [None]]
        elif isinstance(sent, dict if name in ("actor", "claims") else str) and name in MEANT:
            filled[name] = MEANT[name]()
        else:
            filled[name] = sent
    return filled


def whole(value):
    """In JSON Schema 7.0 is an integer too; here, as with most who read JSON into types, it is none."""
    if isinstance(value, list):
        return [whole(one) for one in value]
    if isinstance(value, dict):
        return {name: one if name.endswith("_metadata") else whole(one) for name, one in value.items()}
    return int(value) if isinstance(value, float) and value.is_integer() else value


@schemathesis.hook
def before_call(context, case, kwargs):
    if case.meta is None:
        return

    def is_right(location):
        component = case.meta.components.get(location)
        return component is None or component.mode.is_positive

    if is_right(ParameterLocation.BODY) and isinstance(case.body, (dict, list)):
        case.body = whole(case.body)
    # Some name what is not there all the same, once it is known what is answered about what there is.
    choice = crc32(repr((case.path_parameters, case.query, case.body)).encode())
    is_known = answers[case.operation.label, 200] > 0
    if (choice % 4 == 0 and is_known) or case.meta.phase.name.value == "stateful":
        return
    kind = kind_of(case.operation.path)
    if kind and is_right(ParameterLocation.PATH):
        named = there(kind)
        case.path_parameters = {name: named.get(name, value) for name, value in case.path_parameters.items()}
    if case.meta.generation.mode.is_positive:
        if isinstance(case.body, (dict, list)):
            case.body = meant(case.body)
            if case.operation.path.endswith("/memberships") and isinstance(case.body.get("user_id"), str):
                # Whoever belongs to it already is refused.
                case.body |= make("user")
            if case.operation.path.endswith(("/phone_number", "/phone_numbers")):
                case.body["phone_number"] = f"+4915123{next(numbers):06}"
            if case.operation.path.endswith("/domains"):
                case.body["name"] = f"house-{next(numbers)}.example"
            if case.operation.path.endswith("/domains/{domain_id}"):
                # It keeps its name.
                case.body.pop("name", None)
            if case.operation.path == "/v1/machines":
                case.body["scoped_machines"] = [there("machine")["machine_id"]]
            if case.operation.path.endswith("/scopes"):
                # One that its tokens are not for yet.
                case.body["to_machine_id"] = machine()
            if case.operation.path == "/v1/m2m_tokens":
                case.body["subject"] = there("machine")["machine_id"]
            if case.operation.path == "/v1/m2m_tokens/verify":
                case.body["token"] = there("m2m_token")["token"]
            if case.operation.path.startswith(("/v1/organization_roles", "/v1/organization_permissions")):
                # Those that there are, and a key that nobody has; one that is there keeps its key.
                case.body.pop("permissions", None)
                if case.method == "POST":
                    key = f"org:role-{next(numbers)}" if "roles" in case.operation.path else f"org:f{next(numbers)}:read"
                    case.body["key"] = key
                else:
                    case.body.pop("key", None)
            if case.operation.path in SETTINGS:
                case.body = dict(SETTINGS[case.operation.path])
            if "/jwt_templates" in case.operation.path and "name" in case.body:
                case.body["name"] = f"service-{next(numbers)}"
            if case.operation.path == "/v1/users":
                case.body = {"email_address": [address()]} | case.body | {"skip_password_requirement": True}
        if case.query:
            case.query = meant(case.query)
            if case.operation.path == "/v1/m2m_tokens":
                case.query["subject"] = there("machine")["machine_id"]


@schemathesis.hook
def after_call(context, case, response):
    answers[case.operation.label, response.status_code] += 1
    if case.method != "GET" and response.status_code == 200:
        ends = ("/revoke", "/invite", "/reject", "/ban", "/lock", "/remove_password")
        if case.method == "DELETE" or case.operation.path.endswith(ends):
            made.clear()


def is_beyond(value):
    """Whether there is a number in it that is more than a double is sure to hold (RFC 8259 section 6)."""
    if isinstance(value, (dict, list)):
        return any(map(is_beyond, value.values() if isinstance(value, dict) else value))
    return isinstance(value, int) and abs(value) >= sys.float_info.max


# What is wrong with the document if it is said of a request that follows it.
UNDOCUMENTED = {"form_param_unknown", "request_body_invalid"}


@schemathesis.hook
def filter_failure(context, failure: Failure, case, response):
    """A request that follows the document may be refused for what it means: an address that is taken, a role that is none. It
    may not be refused for its form."""
    if isinstance(failure, AcceptedNegativeData):
        # What stands in a form has no type, and a parameter that says nothing counts as left out.
        says_nothing = any(value in ("", [""], {}, []) for value in (case.query or {}).values())
        return case.media_type != "multipart/form-data" and not says_nothing
    if not isinstance(failure, RejectedPositiveData) or response.status_code != 422:
        return True
    codes = {error["code"] for error in response.json()["errors"]}
    # Texts hold no NUL, which JSON Schema cannot say of all texts at once.
    holds_nul = "\\u0000" in json.dumps(case.body) if isinstance(case.body, (dict, list)) else False
    return bool(codes & UNDOCUMENTED) and not holds_nul and not is_beyond(case.body)
