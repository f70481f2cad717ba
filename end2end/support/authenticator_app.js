// An authenticator app without a telephone: oathtool.

import { execFileSync } from 'node:child_process';

const STEP = 30;

/** The code of a step that has not been used: each is good once, and so are those before it. */
export class AuthenticatorApp {
  /** `secret` as it is shown to be typed. */
  constructor(secret) {
    this.secret = secret.replaceAll(' ', '');
    this.last = 0;
  }

  get code() {
    const now = Math.floor(Date.now() / 1000 / STEP);
    this.last = Math.max(now, this.last + 1);
    return execFileSync('oathtool', ['--totp', '--base32', '--now', `@${this.last * STEP}`, this.secret]).toString().trim();
  }
}
