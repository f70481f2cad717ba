// Passkeys without a finger: the virtual authenticator of the browser.

/**
 * What the browser has in the place of a fingerprint reader. It answers at once; what it is asked while nobody touches it
 * waits until it is asked something else.
 */
export class Authenticator {
  static async of(page) {
    const it = new Authenticator();
    it.cdp = await page.context().newCDPSession(page);
    await it.cdp.send('WebAuthn.enable', { enableUI: false });
    it.id = (await it.cdp.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        ctap2Version: 'ctap2_1',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    })).authenticatorId;
    return it;
  }

  /** Whether someone is there who touches it. */
  async isTouched(enabled) {
    await this.cdp.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId: this.id, enabled });
  }

  /** Opens a page that offers passkeys, to which nobody answers. Whatever is asked after that is answered. */
  async looksAway(page, open) {
    await this.isTouched(false);
    // Not the answer to what a page that is being left has asked.
    const asked = page.waitForRequest('**/sign_in/prepare_passkey');
    await open();
    await (await (await asked).response()).finished();
    await page.evaluate(() => new Promise((then) => { setTimeout(then, 100); }));
    await this.isTouched(true);
  }

  /** Whether the finger is the right one. */
  async knowsTheFinger(isUserVerified) {
    await this.cdp.send('WebAuthn.setUserVerified', { authenticatorId: this.id, isUserVerified });
  }

  async credentials() {
    return (await this.cdp.send('WebAuthn.getCredentials', { authenticatorId: this.id })).credentials;
  }
}
