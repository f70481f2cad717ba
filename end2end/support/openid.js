// OpenID providers that somebody else has written, each a site of its own on this machine.

import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import http from 'node:http';
import { text } from 'node:stream/consumers';

import Provider from 'oidc-provider';

const CLIENT = { client_id: 'vestibule', client_secret: 'shall-not-be-told' };

const PAGE = `<!DOCTYPE html><html lang="en"><title>Sign in</title><link rel="icon" href="data:,">
<form method="post"><label>Who are you? <input name="login"></label> <button>Sign in</button></form>`;

export class OpenId {
  /** Changes where it leads, for a test that is about that. */
  leadsTo = (url) => url;
  #listener;
  #answer = (_, response) => response.writeHead(503).end();

  /** Listens, so that its issuer is known. `claimsInIdToken`: it tells them there, and not only where it is asked for them. */
  static async listen(key, address, { claimsInIdToken }) {
    const openid = new OpenId();
    Object.assign(openid, { key, claimsInIdToken });
    openid.#listener = http.createServer((request, response) => openid.#answer(request, response)).listen(0, address);
    await once(openid.#listener, 'listening');
    openid.issuer = `http://${address}:${openid.#listener.address().port}`;
    return openid;
  }

  /** The settings of a server that knows it. */
  get settings() {
    return `
[vestibule.oauth.${this.key}]
name = "${this.name}"
issuer = "${this.issuer}"
client_id = "${CLIENT.client_id}"
client_secret = "${CLIENT.client_secret}"
`;
  }

  get name() {
    return this.key[0].toUpperCase() + this.key.slice(1);
  }

  /** Knows that server from now on. Whoever signs in there is whom they call themselves. */
  know(server) {
    const provider = new Provider(this.issuer, {
      clients: [{ ...CLIENT, redirect_uris: [`${server.url}/vestibule/oauth_callback/${this.key}`] }],
      claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['given_name', 'family_name'] },
      conformIdTokenClaims: !this.claimsInIdToken,
      jwks: { keys: [generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' })] },
      cookies: { keys: ['of a test'] },
      pkce: { required: () => true },
      features: { devInteractions: { enabled: false } },
      interactions: { url: (_, { uid }) => `/interaction/${uid}` },
      // Whoever signs in agrees.
      loadExistingGrant: async ({ oidc }) => {
        const grant = new oidc.provider.Grant({ clientId: oidc.client.clientId, accountId: oidc.session.accountId });
        grant.addOIDCScope('openid email profile');
        await grant.save();
        return grant;
      },
      ttl: { Session: 600, Interaction: 600, Grant: 600, AccessToken: 600, IdToken: 600 },
      findAccount: (_, id) => ({
        accountId: id,
        claims: () => ({ sub: id, email: id, email_verified: true, given_name: 'Ada', family_name: 'Lovelace' }),
      }),
    });
    const rest = provider.callback();
    this.#answer = async (request, response) => {
      const set = response.setHeader.bind(response);
      response.setHeader = (name, value) => set(name, /^location$/i.test(name) ? this.leadsTo(String(value)) : value);
      if (!request.url.startsWith('/interaction/')) return rest(request, response);
      if (request.method !== 'POST') return response.setHeader('content-type', 'text/html').end(PAGE);
      const form = new URLSearchParams(await text(request));
      return provider.interactionFinished(request, response, { login: { accountId: form.get('login') } });
    };
  }

  /** Says who one is on its page, and that we may know. */
  async agree(page, email) {
    await page.waitForURL(`${this.issuer}/interaction/**`);
    await page.getByLabel('Who are you?').fill(email);
    await page.getByRole('button', { name: 'Sign in' }).click();
  }

  async stop() {
    this.#listener.closeAllConnections();
    this.#listener.close();
    await once(this.#listener, 'close');
  }
}
