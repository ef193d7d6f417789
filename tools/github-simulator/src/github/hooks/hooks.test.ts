import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Delivery } from '../../model.ts';
import { simulateOrganization } from '../../organization.ts';
import { storyNow } from '../../test/read-history.ts';
import { linked } from '../testing/client.ts';
import { openStage, type TestStage } from '../testing/stage.ts';
import { shareOf } from './delivery-script.ts';

const history = [...simulateOrganization({ seed: 'fernhill', weeks: 2, now: storyNow })];
const told = history.filter(({ event }) => event === 'pull_request' || event === 'push').slice(0, 40);

let stage: TestStage;

beforeEach(async () => {
  stage = await openStage(1);
  stage.github.deliveryLog.clear();
});

afterEach(() => stage.close());

async function sendAll(deliveries: readonly Delivery[] = told): Promise<void> {
  for (const delivery of deliveries) await stage.github.send(delivery);
}

test('what is sent is signed, belongs to the installation, and shows this GitHub’s addresses', async () => {
  await sendAll(told.slice(0, 3));
  const { received } = stage.receiver;
  expect(received.map(({ headers }) => headers['x-github-delivery'])).toEqual(
    told.slice(0, 3).map(({ guid }) => guid),
  );
  for (const { headers, body } of received) {
    const digest = createHmac('sha256', stage.app.webhookSecret ?? '')
      .update(body)
      .digest('hex');
    expect(headers['x-hub-signature-256']).toBe(`sha256=${digest}`);
    expect(headers['x-github-hook-installation-target-id']).toBe(String(stage.app.id));
    expect(JSON.parse(body).installation.id).toBe(stage.installation.id);
    expect(body).not.toContain('https://github.com/');
    expect(body).not.toContain('https://api.github.com/');
    expect(body).toContain(`${stage.github.url}/api/v3/repos/`);
  }
});

test('Apps hear of their own repositories and the events they asked for', async () => {
  const { github, owner } = stage;
  await github.life.choose(stage.installation, [stage.repository('ledger')]);
  const deaf = github.createApp({ owner, name: 'Deaf', hookUrl: stage.receiver.url, events: ['team'] });
  await github.life.install(deaf.app, { account: owner, repositories: 'all' });
  stage.receiver.received.length = 0;
  await sendAll();
  const heard = stage.receiver.received.map(({ body }) => JSON.parse(body).repository.name);
  expect(new Set(heard)).toEqual(new Set(['ledger']));
  await github.life.suspend(stage.installation);
  stage.receiver.received.length = 0;
  await sendAll();
  expect(stage.receiver.received).toEqual([]);
});

describe('the log', () => {
  test('is read newest first, page by page', async () => {
    await sendAll(told.slice(0, 25));
    const guids: string[] = [];
    for (let next: string | null = '/app/hook/deliveries?per_page=10'; next !== null; ) {
      const heard = await stage.asApp.rest(next);
      expect(heard.body.length).toBeLessThanOrEqual(10);
      guids.push(...heard.body.map((one: { guid: string }) => one.guid));
      next = linked(heard, 'next');
    }
    expect(guids).toEqual(
      told
        .slice(0, 25)
        .map(({ guid }) => guid)
        .toReversed(),
    );
  });

  test('tells failures apart, and forgets after three days', async () => {
    await sendAll(told.slice(0, 2));
    stage.receiver.answerWith(503);
    await sendAll(told.slice(2, 4));
    const failed = await stage.asApp.rest('/app/hook/deliveries?status=failure');
    expect(failed.body.map((one: { status_code: number }) => one.status_code)).toEqual([503, 503]);
    expect((await stage.asApp.rest('/app/hook/deliveries?status=success')).body).toHaveLength(2);
    stage.clock.now += 3 * 86_400_000 + 1_000;
    expect(stage.github.deliveryLog.of(stage.app)).toEqual([]);
  });
});

test('a redelivery has the same guid and body, signed with the secret of today', async () => {
  stage.receiver.answerWith(500);
  await sendAll(told.slice(0, 1));
  const before = stage.receiver.received[0];
  stage.receiver.answerWith(202);
  await stage.asApp.rest('/app/hook/config', { method: 'PATCH', body: { secret: 'a new secret' } });
  const [entry] = (await stage.asApp.rest('/app/hook/deliveries')).body;
  const accepted = await stage.asApp.rest(`/app/hook/deliveries/${entry.id}/attempts`, { method: 'POST' });
  expect(accepted.status).toBe(202);
  await stage.github.settle();
  const after = stage.receiver.received[1];
  expect(after?.body).toBe(before?.body);
  expect(after?.headers['x-github-delivery']).toBe(before?.headers['x-github-delivery']);
  const digest = createHmac('sha256', 'a new secret')
    .update(after?.body ?? '')
    .digest('hex');
  expect(after?.headers['x-hub-signature-256']).toBe(`sha256=${digest}`);
  const log = (await stage.asApp.rest('/app/hook/deliveries')).body;
  expect(
    log.map((one: { redelivery: boolean; status_code: number }) => [one.redelivery, one.status_code]),
  ).toEqual([
    [true, 202],
    [false, 500],
  ]);
});

describe('the script', () => {
  test('suppresses: the world knows, the log and the receiver do not', async () => {
    stage.github.deliveryScript.suppress(({ event }) => event === 'pull_request');
    await sendAll();
    const events = new Set(stage.github.deliveryLog.of(stage.app).map(({ event }) => event));
    expect(events).toEqual(new Set(['push']));
    expect(stage.receiver.received.every(({ headers }) => headers['x-github-event'] === 'push')).toBe(true);
    const opened = told.find(({ action }) => action === 'opened');
    const { pull_request: part } = JSON.parse(opened?.body ?? '{}') as { pull_request: { id: number } };
    expect(stage.github.world.pullRequests.has(part.id)).toBe(true);
  });

  test('fails: in the log, not received, and redelivered when asked', async () => {
    stage.github.deliveryScript.fail(shareOf(1), 0);
    await sendAll(told.slice(0, 2));
    expect(stage.receiver.received).toEqual([]);
    const log = (await stage.asApp.rest('/app/hook/deliveries')).body;
    expect(log[0]).toMatchObject({ status: 'timed out', status_code: 0 });
    await stage.asApp.rest(`/app/hook/deliveries/${log[0].id}/attempts`, { method: 'POST' });
    await stage.github.settle();
    expect(stage.receiver.received).toHaveLength(1);
  });

  test('delays: received and logged later', async () => {
    stage.github.deliveryScript.delay(({ ordinal }) => ordinal > 0, 50);
    await sendAll(told.slice(0, 2));
    expect(stage.github.deliveryLog.of(stage.app)).toEqual([]);
    await stage.github.settle();
    expect(stage.receiver.received).toHaveLength(2);
    expect(stage.github.deliveryLog.of(stage.app)).toHaveLength(2);
  });

  test('takes the share that it is told, the same one each time', () => {
    const fits = (share: number) =>
      history.filter(({ guid, event, action }) =>
        shareOf(share)({ guid, event, action, isRedelivery: false, ordinal: 1 }),
      );
    expect(fits(0.1).length / history.length).toBeGreaterThan(0.06);
    expect(fits(0.1).length / history.length).toBeLessThan(0.14);
    expect(fits(0.1)).toEqual(fits(0.1));
  });
});
