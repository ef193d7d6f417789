import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { linkDevice, type TestDevice } from '../../testing/attendance-stage.ts';
import { type OrganizationStage, openOrganizationStage } from '../../testing/organization-stage.ts';
import type { TestOrganization, TestPerson } from '../../testing/people.ts';

/** As many as one device may send in a row; it gains two a second. */
const AT_ONCE = 240;
const FAST = 30;

let stage: OrganizationStage;
let organization: TestOrganization;
let developer: TestPerson;
let laptop: TestDevice;
beforeAll(async () => {
  stage = await openOrganizationStage();
});
afterAll(() => stage.close());
beforeEach(async () => {
  ({ organization, developer } = await stage.organizationWithRoles());
  laptop = await linkDevice(stage, { organization, person: developer });
});

const knock = (deviceId: string) =>
  stage.api.app.inject({
    method: 'POST',
    url: `/api/v1/organizations/${organization.slug}/attendance/devices/${deviceId}/events`,
    headers: developer.headers,
    payload: { events: [] },
  });

async function sendUntilRefused(deviceId: string) {
  let sent = 0;
  for (; sent < 10 * AT_ONCE; sent += FAST) {
    const answers = await Promise.all(Array.from({ length: FAST }, () => knock(deviceId)));
    const refused = answers.find(({ statusCode }) => statusCode === 429);
    if (refused) return { sent, refused };
  }
  throw new Error('The device was never told to wait.');
}

test('a device that sends without end is told to wait, and for how long; others of its owner go on', async () => {
  const { sent, refused } = await sendUntilRefused(laptop.id);
  expect(sent).toBeGreaterThanOrEqual(AT_ONCE - FAST);
  expect(refused.json()).toMatchObject({ status: 429, code: 'rate_limited' });
  expect(refused.headers['retry-after']).toBe('1');
  const phone = await linkDevice(stage, { organization, person: developer, name: 'Phone' });
  expect((await knock(phone.id)).statusCode).toBe(200);
  stage.clock.ahead += 5_000;
  const sessionId = randomUUID();
  const at = new Date(Date.now() + stage.clock.ahead - 1_000).toISOString();
  const answer = await laptop.send([laptop.event(at, { type: 'clock_in', sessionId, zone: 'UTC' })]);
  expect([answer.status, answer.body.nextSeq]).toEqual([200, 2]);
});
