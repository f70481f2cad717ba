// The words of the browser's language: in the first HTML, after the page has come alive, in errors, and from right to left; and
// how moments and countries are written in it.

import { SETTINGS, Server, VESTIBULE } from '../support/server.js';
import { expect, testAt } from '../support/test.js';
import { somebody } from '../support/visitor.js';

const test = testAt(() => {
  const settings = SETTINGS
    .replace('[vestibule.paths]\n', '[vestibule.paths]\nuser_profile = "/user"\n')
    .replace('[vestibule.sign_up]\n', '[vestibule.sign_up]\nphone_number = "optional"\n')
    + '\n[vestibule.sms]\nper_network_per_hour = 1000\n';
  return Server.start(VESTIBULE, { settings });
});

const LANGUAGES = [
  { locale: 'de-AT', tag: 'de', title: 'Bei Vestibule anmelden', dir: 'ltr' },
  { locale: 'ja', tag: 'ja', dir: 'ltr' },
  { locale: 'ar', tag: 'ar', dir: 'rtl' },
];

for (const { locale, tag, title, dir } of LANGUAGES) {
  test.describe(tag, () => {
    test.use({ locale });

    test('the sign-in speaks it', async ({ page, visitor, js }) => {
      const scripts = [];
      page.on('request', (request) => scripts.push(new URL(request.url()).pathname));
      await page.goto('/sign-in');
      const card = page.locator('.vst-rootBox').first();
      await expect(card).toHaveAttribute('lang', tag);
      await expect(card).toHaveAttribute('dir', dir);
      const first = await visitor.heading.textContent();
      if (title) expect(first).toBe(title);
      expect(first).not.toContain('Sign in');
      const words = scripts.filter((path) => path.includes('/words-'));
      expect(words).toEqual(js ? [`/vestibule/assets/words-${tag}.js`] : []);

      await page.locator('input[name=identifier]').fill('nobody@example.com');
      await page.locator('.vst-formButtonPrimary').click();
      await expect(page).toHaveURL(/factor-one/);
      await expect(visitor.heading).not.toContainText(/Check|Enter/);
    });
  });
}

test.describe('of whoever is signed in', () => {
  test.use({ locale: 'de' });

  test('goes with them', async ({ page, visitor, server }) => {
    const person = somebody({ first: 'Ada', last: 'Lovelace' });
    await server.account(person);
    await page.goto('/sign-in');
    await expect(visitor.heading).toHaveText('Bei Vestibule anmelden');
  });
});

const TOKYO = 'Asia/Tokyo';

/** The moments in something, as they are seen: what they say to programs, and to people. */
function moments(within) {
  return within.locator('time.vst-moment').evaluateAll((all) => all.map((moment) => {
    const { shadowRoot, textContent } = moment.firstElementChild;
    return { at: moment.dateTime, lang: moment.lang, said: (shadowRoot ?? moment).textContent, drawn: textContent };
  }));
}

/** What a moment of the last minutes is to say: today, or yesterday at midnight, and what time it is where one is. */
function lately({ at, lang }, [today, yesterday], timeZone, suffix = '') {
  const time = new Intl.DateTimeFormat(lang, { timeStyle: 'short', numberingSystem: 'latn', timeZone }).format(new Date(at));
  return new RegExp(`^(${today}|${yesterday})[,،]? ${time}${suffix}$`.replace(/[ \u202f]/g, '\\s'));
}

for (const { locale, words } of [
  { locale: 'de-AT', words: ['heute', 'gestern'] },
  { locale: 'ja', words: ['今日', '昨日'] },
  { locale: 'ar-EG', words: ['اليوم', 'أمس'] },
]) {
  test.describe(`moments in ${locale}`, () => {
    test.use({ locale, timezoneId: TOKYO });

    test('are told in the time zone of the browser, and in UTC without JavaScript', async ({ page, visitor, server, js }) => {
      const person = somebody({ first: 'Ada', last: 'Lovelace' });
      await server.account(person);
      await page.goto('/sign-in');
      await visitor.alive();
      await page.locator('input[name=identifier]').fill(person.email);
      await page.locator('.vst-formButtonPrimary').click();
      await page.locator('input[name=password]').fill(person.password);
      await page.locator('.vst-formButtonPrimary').click();
      await expect(page).toHaveURL(/\/dashboard$/);
      await visitor.alive();

      const told = async (count) => {
        await expect.poll(async () => (await moments(page)).length).toBe(count);
        return moments(page);
      };
      const check = (moment) => {
        const drawn = lately(moment, words, 'UTC', ' UTC');
        expect(moment.said).toMatch(js ? lately(moment, words, TOKYO) : drawn);
        return drawn;
      };
      await test.step('on a page that came alive', async () => {
        const [, signedIn, , expire] = await told(4);
        check(signedIn);
        expect(expire.said.endsWith(' UTC')).toBe(!js);
      });
      await test.step('in what the server has drawn', async () => {
        await visitor.open('/user/security');
        // This browser, and the one that the account was made with.
        const [device] = await told(2);
        expect(device.drawn, 'stays as it was drawn').toMatch(check(device));
      });
      if (js) {
        await test.step('in what is drawn anew', async () => {
          await visitor.open('/dashboard');
          await page.locator('.vst-userButtonTrigger').click();
          await page.locator('.vst-userButtonBox a[href="/user"]').click();
          await page.getByRole('dialog').locator('.vst-navbarButton').nth(1).click();
          const dialog = page.getByRole('dialog');
          await expect(dialog.locator('time.vst-moment')).toHaveCount(2);
          check((await moments(dialog))[0]);
        });
      }
    });
  });
}

test.describe('countries', () => {
  test.use({ locale: 'de' });

  test('are called and sorted as the language does it', async ({ page, visitor }) => {
    await page.goto('/sign-up');
    await visitor.alive();
    const names = (await page.locator('select[name=phone_country] option').allTextContents()).map((it) => it.split(' +')[0]);
    expect(names).toContain('Österreich');
    expect(names).toEqual([...names].sort(new Intl.Collator('de').compare));
  });
});

const SITE = [
  {
    tag: 'de',
    dir: 'ltr',
    navigation: 'Hauptmenü',
    home: 'Vestibule, Startseite',
    dashboard: 'Übersicht',
    welcome: 'Willkommen, Ada Lovelace',
    facts: ['Name', 'E-Mail-Adresse', 'Benutzer-ID', 'Registriert', 'Sitzungs-ID', 'Status', 'Angemeldet', 'Zuletzt aktiv', 'Gültig bis'],
    status: 'Aktiv',
    nowhere: 'Hier ist keine Tür',
    back: 'Zurück zur Startseite',
  },
  {
    tag: 'ar',
    dir: 'rtl',
    navigation: 'القائمة الرئيسية',
    home: 'Vestibule، الصفحة الرئيسية',
    dashboard: 'نظرة عامة',
    welcome: 'مرحبًا، Ada Lovelace',
    facts: ['الاسم', 'عنوان البريد الإلكتروني', 'معرّف المستخدم', 'تاريخ التسجيل', 'معرّف الجلسة', 'الحالة', 'تاريخ تسجيل الدخول', 'آخر نشاط', 'صالحة حتى'],
    status: 'نشطة',
    nowhere: 'لا يوجد باب هنا',
    back: 'العودة إلى الصفحة الرئيسية',
  },
];

for (const words of SITE) {
  test.describe(`the pages of the site, in ${words.tag}`, () => {
    test.use({ locale: words.tag });

    test('speak it, and the document says so', async ({ page, visitor, server, watch }) => {
      const document = page.locator('html');
      const speaks = async (title) => {
        await expect(document).toHaveAttribute('lang', words.tag);
        await expect(document).toHaveAttribute('dir', words.dir);
        if (title) await expect(page).toHaveTitle(`${title} · Vestibule`);
      };
      const isMirrored = async () => {
        const brand = await page.locator('.site-brand').boundingBox();
        const navigation = await page.getByRole('navigation', { name: words.navigation }).boundingBox();
        expect(brand.x > navigation.x).toBe(words.dir === 'rtl');
      };
      const person = somebody({ first: 'Ada', last: 'Lovelace' });
      await server.account(person);

      await visitor.open('/sign-in');
      await speaks();
      await expect(page.getByRole('link', { name: words.home })).toHaveAttribute('href', '/');
      await page.locator('input[name=identifier]').fill(person.email);
      await page.locator('.vst-formButtonPrimary').click();
      await page.locator('input[name=password]').fill(person.password);
      await page.locator('.vst-formButtonPrimary').click();
      await expect(page).toHaveURL(/\/dashboard$/);

      await visitor.open('/dashboard');
      await speaks(words.dashboard);
      await isMirrored();
      await expect(page.getByRole('navigation').getByRole('link', { name: words.dashboard })).toBeVisible();
      await expect(visitor.heading).toHaveText(words.welcome);
      await expect(page.getByRole('term')).toHaveText(words.facts);
      await expect(page.getByRole('definition').getByText(words.status, { exact: true })).toBeVisible();

      watch.expectRefusals('404 /nowhere');
      await visitor.open('/nowhere');
      await speaks(words.nowhere);
      await isMirrored();
      await expect(visitor.heading).toHaveText(words.nowhere);

      // What is for developers is in English, and says so.
      await page.getByRole('main').getByRole('link', { name: words.back }).click();
      await expect(page).toHaveURL('/');
      await speaks();
      await expect(page.getByRole('main')).toHaveAttribute('lang', 'en');
      await expect(page.getByRole('main')).toHaveAttribute('dir', 'ltr');
    });
  });
}
