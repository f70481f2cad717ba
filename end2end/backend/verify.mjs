import { createRemoteJWKSet, importSPKI, jwtVerify } from 'jose';

// Where Vestibule is, such as https://app.example: who made the token.
const ISSUER = process.env.VESTIBULE_URL;
// For which pages tokens may have been made.
const PARTIES = [ISSUER];
// One public key for ever, in PEM; without it the keys are asked for, and kept for a minute.
const PEM = process.env.VESTIBULE_JWT_KEY;

const keys = PEM
  ? await importSPKI(PEM, 'RS256')
  : createRemoteJWKSet(new URL('/.well-known/jwks.json', ISSUER), { cacheMaxAge: 60_000, cooldownDuration: 5_000 });

/** What the token of a request says, once it is known to be good. `headers` are those of a `node:http` request. */
export async function signedIn(headers) {
  const token = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1]
    ?? /(?:^|; *)__session=([^;]*)/.exec(headers.cookie ?? '')?.[1];
  if (!token) throw new Error('there is no session token');
  const { payload } = await jwtVerify(token, keys, {
    algorithms: ['RS256'],
    issuer: ISSUER,
    requiredClaims: ['exp', 'nbf', 'sub', 'sid'],
    clockTolerance: 5,
  });
  if (!PARTIES.includes(payload.azp)) throw new Error('the session token is for other pages');
  if (payload.sts !== 'active') throw new Error('the session waits for something');
  return payload;
}
