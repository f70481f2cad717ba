import { expect } from '@playwright/test';

/** Fills in the page of a simulated provider. */
export async function be(page, provider, { email = '', first = '', last = '', proven = true }) {
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`Sign in with ${provider}`);
  await expect(page.getByText(/^Simulated provider\./)).toBeVisible();
  await page.getByLabel('Email address', { exact: true }).fill(email);
  await page.getByLabel('has verified this address').setChecked(proven);
  await page.getByLabel('First name').fill(first);
  await page.getByLabel('Last name').fill(last);
  await page.getByRole('button', { name: `Continue as this ${provider} user` }).click();
}
