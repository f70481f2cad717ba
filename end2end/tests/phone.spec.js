import { expect, testAt } from '../support/test.js';
import { SETTINGS, Server, VESTIBULE } from '../support/server.js';
import { somebody } from '../support/visitor.js';

const test = testAt(() => {
  const settings = SETTINGS.replace('[vestibule.sign_up]', '[vestibule.sign_up]\nphone_number = "optional"')
    + '\n[vestibule.sms]\nper_network_per_hour = 1000\n';
  return Server.start(VESTIBULE, { settings });
});

let numbers = 0;

/** A mobile number in Germany, which nobody else has: as it is dialled there, and as it is shown elsewhere. */
function someNumber() {
  numbers += 1;
  const last = String(numbers).padStart(4, '0');
  return { national: `01512 345${last}`, shown: `+49 1512 345${last}`, e164: `+491512345${last}` };
}

function fieldOf(page) {
  return page.getByLabel('Phone number', { exact: true });
}

test('signs up with a phone number, and in again with a code by text message', async ({ visitor, page, server }) => {
  const [person, number] = [somebody({ first: 'Hedy', last: 'Lamarr' }), someNumber()];
  await visitor.open('/sign-up');
  const country = page.getByRole('combobox', { name: 'Country' });
  await expect(country).toHaveValue('US');

  await test.step('a number that is none', async () => {
    await visitor.fillSignUp(person);
    await country.selectOption('DE');
    await fieldOf(page).fill('01512');
    await visitor.refused(422, 'sign_up/create', () => visitor.button('Continue').click());
    await visitor.isWrong(fieldOf(page), 'Enter a valid phone number.');
    await expect(country).toHaveValue('DE');
    await expect(fieldOf(page)).toHaveValue('01512');
  });
  await test.step('the address first, then the number', async () => {
    await visitor.fillSignUp(person);
    await fieldOf(page).fill(number.national);
    await visitor.button('Continue').click();
    await expect(visitor.heading).toHaveText('Verify your email');
    await visitor.giveCode(await server.code(person.email));
    await expect(visitor.heading).toHaveText('Verify your phone');
    await expect(page).toHaveURL(/\/sign-up\/verify-phone-number$/);
    await expect(visitor.changeLink(number.shown)).toBeVisible();
    await expect(visitor.code).toHaveValue('');
  });
  const code = await server.code(number.e164);
  await test.step('a wrong code, and a reload', async () => {
    const wrong = code === '000000' ? '000001' : '000000';
    await visitor.refused(422, 'sign_up/attempt_verification', () => visitor.giveCode(wrong));
    await visitor.isWrong(visitor.code, 'Incorrect code.');
    await visitor.reload();
    await expect(visitor.heading).toHaveText('Verify your phone');
  });
  await visitor.giveCode(code);
  await visitor.isIn(person);
  await visitor.signOut();

  await visitor.open('/sign-in');
  await visitor.identifier.fill(number.shown);
  await visitor.button('Continue').click();
  await expect(visitor.heading).toHaveText('Enter your password');
  await visitor.chooseMethod('Text me a code');
  await expect(visitor.heading).toHaveText('Check your phone');
  await visitor.giveCode(await server.code(number.e164));
  await visitor.isIn(person);
});

test('the form that a link leads to has the list of countries, too', async ({ visitor, page, server }) => {
  const [person, number] = [somebody(), someNumber()];
  await visitor.open('/sign-in');
  await page.getByRole('main').getByRole('link', { name: 'Sign up' }).click();
  await expect(visitor.heading).toHaveText('Create your account');
  await visitor.alive();
  await visitor.fillSignUp(person);
  await page.getByRole('combobox', { name: 'Country' }).selectOption('DE');
  await fieldOf(page).fill(number.national);
  await visitor.button('Continue').click();
  await expect(visitor.heading).toHaveText('Verify your email');
  await visitor.giveCode(await server.code(person.email));
  await expect(visitor.heading).toHaveText('Verify your phone');
  await visitor.giveCode(await server.code(number.e164));
  await visitor.isIn(person);
});

test('a forgotten password is replaced with a code by text message', async ({ visitor, page, server }) => {
  const [person, number] = [somebody({ first: 'Hedy' }), someNumber()];
  await visitor.open('/sign-up');
  await visitor.fillSignUp(person);
  await fieldOf(page).fill(number.shown);
  await visitor.button('Continue').click();
  await expect(visitor.heading).toHaveText('Verify your email');
  await visitor.giveCode(await server.code(person.email));
  await expect(visitor.heading).toHaveText('Verify your phone');
  await visitor.giveCode(await server.code(number.e164));
  await visitor.isIn(person);
  await visitor.signOut();

  await visitor.open('/sign-in');
  await visitor.identifier.fill(number.national.replace(/^0/, '+49 '));
  await visitor.button('Continue').click();
  await expect(visitor.changeLink(number.shown)).toBeVisible();
  await page.getByRole('link', { name: 'Forgot password?' }).click();
  await visitor.button('Reset with a code by text message').click();
  await expect(visitor.heading).toHaveText('Reset your password');
  await visitor.giveCode(await server.code(number.e164));
  await expect(visitor.heading).toHaveText('Set a new password');
  await page.getByLabel('New password', { exact: true }).fill('seven-Ladders-drift-mildly');
  await visitor.button('Reset your password').click();
  await visitor.isIn(person);
});
