import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { OrganizationStage, press } from './organization-stage.ts';

vi.setConfig({ testTimeout: 60_000 });

let stage: OrganizationStage;
beforeAll(async () => {
  stage = await OrganizationStage.open();
}, 60_000);
afterAll(() => stage?.close());
afterEach(() => stage.closePages());

const DAY = '/fernhill/attendance/days/2026-11-17';
const asked = () => stage.changes.filter(({ id }) => id === 'askCorrection');
const askedIds = () => asked().map(({ body }) => (body as { id?: string }).id);

/** The server does what the next form asks for; its answer never arrives. */
async function loseNextAnswer(page: Page) {
  let isLost = false;
  await page.route('**/*', async (route) => {
    if (isLost || route.request().headers()['next-action'] === undefined) return route.fallback();
    isLost = true;
    await route.fetch();
    await route.abort();
  });
}

async function askTwice(page: Page, form: Locator, button: string) {
  const before = stage.api.state.organization.attendance.corrections.length;
  await loseNextAnswer(page);
  await form.getByRole('button', { name: button }).click();
  await form.getByRole('alert').getByText('DevPulse does not answer.').waitFor();
  expect(stage.api.state.organization.attendance.corrections).toHaveLength(before + 1);
  await form.getByRole('button', { name: button }).click();
  await expect.poll(() => asked().length).toBe(2);
  expect(stage.api.state.organization.attendance.corrections).toHaveLength(before + 1);
  const [first, second] = askedIds();
  expect(first).toMatch(/^[0-9a-f-]{36}$/);
  expect(second).toBe(first);
}

describe('a request whose answer was lost, asked again, is one', () => {
  test('for other times; what says something else, and what comes later, is another', async () => {
    const page = await stage.page(DAY);
    await page.getByText('Correct 08:56–17:30').click();
    const form = page.locator('form', { has: page.getByRole('button', { name: 'Send request' }) }).first();
    await form.getByLabel('Out', { exact: true }).fill('2026-11-17T18:15');
    await form.getByLabel('Reason').fill('Went on after it.');
    await askTwice(page, form, 'Send request');
    await form.getByText('Until it is decided, nothing changes').waitFor();
    for (const reason of ['Went on after it.', 'Went on until then.']) {
      await form.getByLabel('Out', { exact: true }).fill('2026-11-17T18:15');
      await form.getByLabel('Reason').fill(reason);
      await form.getByRole('button', { name: 'Send request' }).click();
      await form.getByText('Until it is decided, nothing changes').waitFor();
      await expect.poll(() => asked().at(-1)?.body).toMatchObject({ reason });
      await page.waitForTimeout(200);
    }
    expect(new Set(askedIds()).size).toBe(3);
  });

  test('for time that no clock recorded', async () => {
    const page = await stage.page('/fernhill/attendance/requests');
    await page.getByText('Ask for it').click();
    const form = page.locator('form', { has: page.getByRole('button', { name: 'Ask for this time' }) });
    await form.getByLabel('In', { exact: true }).fill('2026-11-17T19:00');
    await form.getByLabel('Out', { exact: true }).fill('2026-11-17T20:00');
    await form.getByLabel('Reason').fill('A call from the train.');
    await askTwice(page, form, 'Ask for this time');
    const list = page.getByRole('region', { name: 'Corrections', exact: true }).getByRole('listitem');
    await expect.poll(() => list.filter({ hasText: 'A call from the train.' }).count()).toBe(1);
  });

  test('for a session that is to count nothing', async () => {
    const page = await stage.page(DAY);
    await page.getByText('Correct 08:56–17:30').click();
    await press(page, 'Remove 08:56–17:30');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Reason').fill('Left it running.');
    await askTwice(page, dialog, 'Send request');
    await dialog.waitFor({ state: 'hidden' });
  });
});
