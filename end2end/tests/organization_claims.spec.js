// What a session token says of the organization in which its person acts, as libraries of others read it.

import { createPublicKey, generateKeyPairSync } from 'node:crypto';

import { createClerkClient, verifyToken } from '@clerk/backend';
import { SignJWT, createRemoteJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose';

import { SETTINGS, Server, VESTIBULE } from '../support/server.js';
import { expect, test as base, testAt } from '../support/test.js';
import { API, somebody } from '../support/visitor.js';

const JWKS = '/.well-known/jwks.json';
/** Another site of the same company, which is called with the token in a header. */
const ELSEWHERE = 'https://api.example.com/notes';

/** What whoever makes an organization needs: no token says it. */
const OF_CREATORS = ['org:sys_memberships:manage', 'org:sys_profile:delete'];
const SYSTEM = [
  ...OF_CREATORS, 'org:sys_profile:manage', 'org:sys_memberships:read', 'org:sys_domains:read', 'org:sys_domains:manage',
  'org:sys_api_keys:read', 'org:sys_api_keys:manage',
];
const ROLES = {
  'org:editor': ['org:notes:write', 'org:notes:read', 'org:invoices:read', 'org:line_items:re-open'],
  'org:accountant': ['org:invoices:read', 'org:invoices:write', 'org:notes:comment', 'org:reports:2'],
};
const OF_ALL_ROLES = [...new Set(Object.values(ROLES).flat())].sort();

/** As many names of permissions as there can be. */
const NAMES = Array.from({ length: 53 }, (_, at) => `p${String(at).padStart(2, '0')}`);
const [FIRST, LAST] = [NAMES.at(0), NAMES.at(-1)];
const WIDE = {
  'org:wide': [
    ...NAMES.map((name) => `org:all:${name}`),
    ...NAMES.filter((_, at) => at % 2 === 0).map((name) => `org:even:${name}`),
    ...NAMES.slice(0, 10).map((name) => `org:ends:${name}`),
    `org:ends:${LAST}`,
    `org:first:${FIRST}`,
    `org:last:${LAST}`,
  ],
};

/** Tests on a server of such organizations. */
function on(roles, options = {}) {
  const lines = (fields) => Object.entries(fields).map(([name, value]) => `${name} = ${JSON.stringify(value)}\n`).join('');
  const tables = Object.entries(roles).map(([role, own]) => {
    const permissions = role === options.creator_role ? [...own, ...OF_CREATORS] : own;
    return `[vestibule.organizations.roles."${role}"]\n${lines({ permissions })}`;
  });
  const settings = `${SETTINGS}\n[vestibule.organizations]\n${lines({ enabled: true, ...options })}${tables.join('')}`;
  return testAt(async () => {
    // Clerk knows no host without a dot.
    const url = ({ port }) => `http://127.0.0.1:${port}`;
    const server = await Server.start(VESTIBULE, { settings, environment: (it) => ({ VESTIBULE_BASE_URL: url(it) }) });
    server.url = url(server);
    return server;
  }).extend({
    /** Signs someone up, without a page. */
    signUp: async ({ playwright, server }, use) => {
      const opened = [];
      await use(async () => {
        const extraHTTPHeaders = { accept: 'application/json', origin: server.url };
        const browser = await playwright.request.newContext({ baseURL: server.url, extraHTTPHeaders });
        opened.push(browser);
        const caller = new Caller(browser);
        const { email, password } = somebody();
        await caller.post('sign_up/create', { email_address: email, password });
        await caller.post('sign_up/attempt_verification', { code: await server.code(email) });
        return caller;
      });
      for (const browser of opened) await browser.dispose();
    },

    /** Another backend, which has been given the public key. */
    clerk: async ({ server }, use) => {
      const { keys: [key] } = await (await fetch(`${server.url}${JWKS}`)).json();
      const jwtKey = createPublicKey({ key, format: 'jwk' }).export({ type: 'spki', format: 'pem' });
      await use(new Clerk({ jwtKey, authorizedParties: [server.url] }, server.operate('keys', 'publishable')));
    },
  });
}

/** Someone at a browser that shows nothing. */
class Caller {
  constructor(browser) {
    this.browser = browser;
  }

  async post(endpoint, form = {}) {
    const answer = await this.browser.post(`${API}/${endpoint}`, { form });
    expect(answer.status(), endpoint).toBe(200);
    return answer.json();
  }

  /** Makes an organization, and acts in it. */
  async makeOrganization(name) {
    const { client } = await this.post('organization/create', { name });
    return client.sessions[0].organization;
  }

  /** A token for calls to another site. */
  token() {
    return this.post('session/token');
  }

  async cookie() {
    const { cookies } = await this.browser.storageState();
    return cookies.find(({ name }) => name === '__session').value;
  }

  /** All that the browser sends to its site and to others on the same host. */
  async cookies() {
    const { cookies } = await this.browser.storageState();
    return cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  }

  /** What the pages know of their session. */
  async session() {
    return (await this.post('client/get')).sessions[0];
  }
}

class Clerk {
  constructor(options, publishableKey) {
    this.options = options;
    // The one key says whose tokens its cookies hold; the other one is asked for and not used.
    this.client = createClerkClient({ publishableKey, secretKey: 'sk_test_none', telemetry: { disabled: true } });
  }

  /** What it makes of a request. */
  async state(headers, { url = ELSEWHERE, ...options } = {}) {
    return this.client.authenticateRequest(new Request(url, { headers }), { ...this.options, ...options });
  }

  /** Whom it takes a token for. */
  async auth(token) {
    const state = await this.state({ authorization: `Bearer ${token}` });
    expect([state.status, state.reason]).toEqual(['signed-in', null]);
    return state.toAuth();
  }

  verify(token, options = {}) {
    return verifyToken(token, { ...this.options, ...options });
  }
}

/** Every feature with every name, and some that no role has. */
function combinations(roles) {
  const parts = Object.values(roles).flat().map((permission) => permission.split(':'));
  const features = new Set([...parts.map(([, feature]) => feature), 'drafts']);
  const names = new Set([...parts.map(([, , name]) => name), 'delete']);
  return [...features].flatMap((feature) => [...names].map((name) => `org:${feature}:${name}`)).sort();
}

/** Which of these permissions someone has. */
const had = (auth, permissions) => permissions.filter((permission) => auth.has({ permission }));
const rolesOf = (auth) => ['org:admin', 'org:member', ...Object.keys(ROLES)].filter((role) => auth.has({ role }));

/** The same token with other claims, and the signature that it had. */
function changed(token, change) {
  const [header, payload, signature] = token.split('.');
  const claims = JSON.parse(Buffer.from(payload, 'base64url'));
  change(claims);
  return [header, Buffer.from(JSON.stringify(claims)).toString('base64url'), signature].join('.');
}

const once = { tag: '@once' };
const withEditors = on(ROLES, { creator_role: 'org:editor' });
const withAdmins = on(ROLES);
const withWide = on(WIDE, { creator_role: 'org:wide' });
const without = on({}, { personal_accounts: false, slugs: false });

withEditors('a role of the app allows elsewhere what the settings say', once, async ({ signUp, clerk }) => {
  const editor = await signUp();
  const { id } = await editor.makeOrganization('Analytical Engines');
  const auth = await clerk.auth(await editor.token());
  const { user } = await editor.session();
  expect(auth).toMatchObject({
    userId: user.id, orgId: id, orgSlug: 'analytical-engines', orgRole: 'org:editor', sessionStatus: 'active',
  });
  const all = combinations(ROLES);
  expect(all).toHaveLength(5 * 6);
  const own = [...ROLES['org:editor']].sort();
  expect(had(auth, all)).toEqual(own);
  expect([...auth.orgPermissions].sort()).toEqual(own);
  expect(rolesOf(auth)).toEqual(['org:editor']);
  await base.step('several conditions at once', async () => {
    expect(auth.has({ role: 'org:editor', permission: 'org:notes:write' })).toBe(true);
    expect(auth.has({ role: 'org:editor', permission: 'org:invoices:write' })).toBe(false);
    expect(auth.has({ role: 'org:admin', permission: 'org:notes:write' })).toBe(false);
    expect(auth.has({ permission: 'org:notes:write', reverification: 'strict' })).toBe(true);
  });
  await base.step('features', async () => {
    const features = ['invoices', 'line_items', 'notes', 'reports', 'drafts', 'sys_memberships'];
    for (const scope of ['', 'org:']) {
      const found = features.filter((feature) => auth.has({ feature: `${scope}${feature}` }));
      expect(found).toEqual(['invoices', 'line_items', 'notes']);
    }
    expect(features.filter((feature) => auth.has({ feature: `user:${feature}` }))).toEqual([]);
  });
  await base.step("the system's permissions are for the server alone", async () => {
    expect(had(auth, SYSTEM)).toEqual([]);
    const { grants } = await editor.session();
    expect(grants.permissions.filter((permission) => SYSTEM.includes(permission)).sort())
      .toEqual([...OF_CREATORS, 'org:sys_memberships:read'].sort());
    expect(grants.permissions.filter((permission) => !SYSTEM.includes(permission)).sort()).toEqual(own);
  });
});

withEditors('people act each in their own organization, or in none', once, async ({ signUp, clerk }) => {
  const [ada, grace, alan] = [await signUp(), await signUp(), await signUp()];
  const engines = await ada.makeOrganization('Engines');
  const compilers = await grace.makeOrganization('Compilers');
  const ofAda = await clerk.auth(await ada.token());
  const ofGrace = await clerk.auth(await grace.token());
  expect([ofAda.orgId, ofAda.orgSlug]).toEqual([engines.id, 'engines']);
  expect([ofGrace.orgId, ofGrace.orgSlug]).toEqual([compilers.id, 'compilers']);
  expect(ofAda.userId).not.toBe(ofGrace.userId);

  const nowhere = async (caller) => {
    const token = await caller.token();
    expect(Object.keys(decodeJwt(token))).not.toContain('o');
    expect(Object.keys(decodeJwt(token))).not.toContain('fea');
    const auth = await clerk.auth(token);
    expect(auth.userId).toBe((await caller.session()).user.id);
    expect([auth.orgId, auth.orgSlug, auth.orgRole, auth.orgPermissions]).toEqual([undefined, undefined, undefined, undefined]);
    expect(rolesOf(auth)).toEqual([]);
    expect(had(auth, [...combinations(ROLES), ...SYSTEM])).toEqual([]);
    expect(auth.has({ feature: 'notes' })).toBe(false);
    expect(auth.has({ reverification: 'strict' }), 'has is no for other reasons').toBe(true);
  };
  await base.step('who belongs to none', () => nowhere(alan));
  await base.step('who leaves theirs for a while', async () => {
    await ada.post('session/set_active_organization', { organization: '' });
    await nowhere(ada);
    await ada.post('session/set_active_organization', { organization: 'engines' });
    expect((await clerk.auth(await ada.token())).orgId).toBe(engines.id);
  });
  await base.step('nobody acts in one of others', async () => {
    const form = { organization: engines.id };
    const refused = await grace.browser.post(`${API}/session/set_active_organization`, { form });
    expect(refused.status()).toBe(404);
    expect((await clerk.auth(await grace.token())).orgId).toBe(compilers.id);
  });
});

withEditors('jose verifies a token by the published keys', once, async ({ signUp, server }) => {
  const editor = await signUp();
  const { id } = await editor.makeOrganization('Difference Engines');
  const token = await editor.token();
  const session = await editor.session();
  const keys = createRemoteJWKSet(new URL(JWKS, server.url));
  const wanted = { issuer: server.url, algorithms: ['RS256'], typ: 'JWT' };
  const { payload, protectedHeader } = await jwtVerify(token, keys, wanted);
  const { iat, exp } = payload;
  expect(Math.abs(Date.now() / 1000 - iat)).toBeLessThan(60);
  expect(payload).toEqual({
    iss: server.url, sub: session.user.id, sid: session.id, sts: 'active', iat, nbf: iat - 10, exp: iat + 60, azp: server.url,
    fva: [0, -1], v: 2,
    o: { id, slg: 'difference-engines', rol: 'editor', per: 're-open,read,write', fpm: '2,1,6' },
    fea: 'o:invoices,o:line_items,o:notes',
  });
  const published = (await (await fetch(`${server.url}${JWKS}`)).json()).keys;
  expect(published).toEqual([{
    kty: 'RSA', use: 'sig', alg: 'RS256', kid: protectedHeader.kid, n: expect.any(String), e: 'AQAB',
  }]);
  expect(protectedHeader).toEqual({ alg: 'RS256', typ: 'JWT', kid: published[0].kid });

  const refused = async (code, options, of = token) => {
    await expect(jwtVerify(of, keys, { ...wanted, ...options }), code).rejects.toMatchObject({ code });
  };
  const at = (seconds) => ({ currentDate: new Date(seconds * 1000) });
  await base.step('from its beginning until its end', async () => {
    await refused('ERR_JWT_CLAIM_VALIDATION_FAILED', at(iat - 11));
    for (const good of [iat - 10, exp - 1]) await jwtVerify(token, keys, { ...wanted, ...at(good) });
    await refused('ERR_JWT_EXPIRED', at(exp));
  });
  await base.step('of another issuer', () => refused('ERR_JWT_CLAIM_VALIDATION_FAILED', { issuer: ELSEWHERE }));
  await base.step('signed by others', async () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const forged = (kid) => new SignJWT(payload).setProtectedHeader({ ...protectedHeader, kid }).sign(privateKey);
    await refused('ERR_JWS_SIGNATURE_VERIFICATION_FAILED', {}, await forged(protectedHeader.kid));
    await refused('ERR_JWKS_NO_MATCHING_KEY', {}, await forged('ins_other'));
  });
});

withEditors('a token that somebody has changed is good nowhere', once, async ({ signUp, clerk, server }) => {
  const editor = await signUp();
  await editor.makeOrganization('Jacquard Looms');
  const token = await editor.token();
  const keys = createRemoteJWKSet(new URL(JWKS, server.url));
  const me = async (of) => (await fetch(`${server.url}/api/me`, { headers: { authorization: `Bearer ${of}` } })).status;
  const same = changed(token, () => {});
  expect(same, 'it is the change that is refused').toBe(token);
  expect((await jwtVerify(same, keys)).payload.o.rol).toBe('editor');
  expect((await clerk.verify(same)).o.rol).toBe('editor');
  expect(await me(same)).toBe(200);
  const changes = {
    role: (claims) => { claims.o.rol = 'admin'; },
    permissions: (claims) => { claims.o.fpm = '7,7,7'; },
    features: (claims) => { claims.fea = 'o:notes,o:line_items,o:invoices'; },
    organization: (claims) => { claims.o.id = 'org_other'; },
    none: (claims) => { delete claims.o; },
  };
  for (const [what, change] of Object.entries(changes)) {
    await base.step(what, async () => {
      const other = changed(token, change);
      await expect(jwtVerify(other, keys)).rejects.toMatchObject({ code: 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED' });
      await expect(clerk.verify(other)).rejects.toMatchObject({ reason: 'token-invalid-signature' });
      const state = await clerk.state({ authorization: `Bearer ${other}` });
      expect([state.status, state.reason]).toEqual(['signed-out', 'token-invalid-signature']);
      expect(state.toAuth()).toMatchObject({ userId: null, orgId: null, orgRole: null, orgPermissions: null });
      expect(state.toAuth().has({ role: 'org:editor' })).toBe(false);
      expect(await me(other)).toBe(401);
    });
  }
});

withEditors('a backend takes the token from a header or a cookie', once, async ({ signUp, clerk, server }) => {
  const editor = await signUp();
  const { id } = await editor.makeOrganization('Punched Cards');
  const who = {
    isAuthenticated: true, orgId: id, orgSlug: 'punched-cards', orgRole: 'org:editor',
    orgPermissions: ['org:invoices:read', 'org:line_items:re-open', 'org:notes:read', 'org:notes:write'],
  };
  const [token, cookie] = [await editor.token(), await editor.cookie()];
  const header = { authorization: `Bearer ${token}` };
  const cookies = { cookie: await editor.cookies() };
  const from = { header: [header, {}], cookie: [cookies, { url: `${server.url}/notes` }] };
  for (const [where, [headers, options]] of Object.entries(from)) {
    await base.step(`from a ${where}`, async () => {
      const state = await clerk.state(headers, options);
      expect([state.status, state.reason]).toEqual(['signed-in', null]);
      expect(state.toAuth()).toMatchObject(who);
      expect(state.toAuth().has({ permission: 'org:notes:write' })).toBe(true);
      expect(state.toAuth().has({ permission: 'org:invoices:write' })).toBe(false);
      expect(await state.toAuth().getToken()).toBe(where === 'header' ? token : cookie);
    });
  }
  await base.step('for the site alone to which it was given', async () => {
    expect(await clerk.verify(token)).toMatchObject({ azp: server.url, v: 2, o: { id } });
    const other = { authorizedParties: ['https://other.example.com'] };
    await expect(clerk.verify(token, other)).rejects.toMatchObject({ reason: 'token-invalid-authorized-parties' });
    const state = await clerk.state(header, other);
    expect([state.status, state.reason]).toEqual(['signed-out', 'token-invalid-authorized-parties']);
  });
  await base.step('with the key alone that signed it', async () => {
    const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const other = { jwtKey: publicKey.export({ type: 'spki', format: 'pem' }) };
    const state = await clerk.state(header, other);
    expect([state.status, state.reason]).toEqual(['signed-out', 'token-invalid-signature']);
  });
});

withAdmins("an admin has the permissions of every role, and none of the system's", once, async ({ signUp, clerk }) => {
  const admin = await signUp();
  await admin.makeOrganization('Bletchley');
  const token = await admin.token();
  expect(decodeJwt(token).o).toMatchObject({ rol: 'admin', slg: 'bletchley' });
  const auth = await clerk.auth(token);
  expect(rolesOf(auth)).toEqual(['org:admin']);
  expect(had(auth, combinations(ROLES))).toEqual(OF_ALL_ROLES);
  expect([...auth.orgPermissions].sort()).toEqual(OF_ALL_ROLES);
  expect(had(auth, SYSTEM)).toEqual([]);
  expect((await admin.session()).grants.permissions).toEqual(expect.arrayContaining(SYSTEM));
});

withWide('as many permissions as there can be', once, async ({ signUp, clerk }) => {
  const caller = await signUp();
  await caller.makeOrganization('Everything');
  const auth = await clerk.auth(await caller.token());
  expect(had(auth, combinations(WIDE))).toEqual([...WIDE['org:wide']].sort());
});

without('where organizations have no slugs and roles nothing of the app', once, async ({ signUp, clerk }) => {
  const caller = await signUp();
  await base.step('who has to choose one first is not in', async () => {
    const token = await caller.token();
    expect(decodeJwt(token)).toMatchObject({ sts: 'pending', v: 2 });
    expect(decodeJwt(token).o).toBeUndefined();
    const state = await clerk.state({ authorization: `Bearer ${token}` });
    expect(state.toAuth()).toMatchObject({ isAuthenticated: false, userId: null, orgId: null });
    expect(state.toAuth().has({ role: 'org:admin' })).toBe(false);
    const pending = state.toAuth({ treatPendingAsSignedOut: false });
    expect(pending).toMatchObject({ userId: (await caller.session()).user.id, sessionStatus: 'pending' });
    expect(pending.orgId).toBeUndefined();
  });
  await base.step('then they are', async () => {
    const { id } = await caller.makeOrganization('Ferranti');
    const token = await caller.token();
    expect(decodeProtectedHeader(token).alg).toBe('RS256');
    expect(decodeJwt(token).o).toEqual({ id, rol: 'admin' });
    const auth = await clerk.auth(token);
    expect([auth.isAuthenticated, auth.orgId, auth.orgSlug, auth.orgRole]).toEqual([true, id, undefined, 'org:admin']);
    expect(auth.orgPermissions).toEqual([]);
    expect(rolesOf(auth)).toEqual(['org:admin']);
    expect(had(auth, SYSTEM)).toEqual([]);
  });
});
