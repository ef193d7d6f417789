import { listOrganizations } from '@devpulse/contracts/organization/organizations';
import { clientOf, type NewOwner, setUpOwner } from '@devpulse/start/instance-api';
import type { Page } from 'playwright-core';
import type { Product } from './product.ts';

const OWNER: NewOwner = {
  name: 'Bench Owner',
  email: 'owner@devpulse.example',
  password: 'correct-horse-of-the-bench',
};
const ADOPTION_LIMIT_MS = 60_000;

/** Sets the instance up; returns the access token of its Owner, which is good for ten minutes. */
export function setUpBenchOwner(product: Product): Promise<string> {
  return setUpOwner(product.instance, OWNER);
}

/** Resolves once the simulated organization, made by its first delivery, is the Owner's. */
export async function waitForOrganization(product: Product, accessToken: string): Promise<void> {
  const call = clientOf(product.apiUrl, accessToken);
  const deadline = performance.now() + ADOPTION_LIMIT_MS;
  while ((await call(listOrganizations, {})).items.length === 0) {
    if (performance.now() > deadline) throw new Error('the organization is not there after a minute');
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

/** Signs the Owner in as a person does, on the page. */
export async function signInOnPage(page: Page, product: Product): Promise<void> {
  await page.goto(`${product.webUrl}/sign-in`);
  await page.getByLabel('E-mail').fill(OWNER.email);
  await page.getByLabel('Password', { exact: true }).fill(OWNER.password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'), { timeout: 30_000 });
}
