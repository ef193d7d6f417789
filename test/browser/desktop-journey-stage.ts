import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';

export async function becomeOwner(page: Page, setUpUrl: string): Promise<void> {
  await page.goto(setUpUrl);
  await page.getByLabel('Name').fill('Olga Owner');
  await page.getByLabel('E-mail').fill('olga@example.com');
  await page.getByLabel('Password').fill('seven quiet herons wade');
  await page.getByRole('button', { name: 'Become the Owner' }).click();
  await page.waitForURL(/\/new/);
  await page.getByLabel('Name of the organization').fill('Heron & Sons');
  await page.getByRole('button', { name: 'Make the organization' }).click();
  await page.waitForURL(/organization=heron-sons/);
}

/** By the later mark on the disk beside the journal, in milliseconds. */
export function lastAliveAt(userData: string): number {
  const directory = path.join(userData, 'attendance');
  const [name] = readdirSync(directory).filter((one) => one.endsWith('.alive'));
  const marks = readFileSync(path.join(directory, name ?? ''), 'utf8').matchAll(/"wall":(\d+)/g);
  return Math.max(...[...marks].map(([, wall]) => Number(wall)));
}
