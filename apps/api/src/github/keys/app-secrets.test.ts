import { randomUUID } from 'node:crypto';
import { signBody } from '@devpulse/github/signature';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ConnectionStage, openConnectionStage } from '../../../testing/connection-stage.ts';
import type { StandInApp } from '../../../testing/github-app-stand-in.ts';
import { deliver } from '../testing/deliveries.ts';

const HOUR = 3_600_000;
const MINUTE = 60_000;

let stage: ConnectionStage;
beforeAll(async () => {
  stage = await openConnectionStage();
});
afterAll(() => stage?.close());

async function withApp() {
  const roles = await stage.organizationWithRoles();
  const made = await stage.makeApp(roles);
  const path = `organizations/${roles.organization.slug}/github/apps/${made.id}`;
  return { ...roles, ...made, path };
}

/** How a delivery of the App is answered that is signed with this secret. */
async function statusOf(app: StandInApp, secret: string): Promise<number> {
  const body = JSON.stringify({ nonce: randomUUID() });
  const headers = {
    'x-hub-signature-256': signBody(body, secret),
    'x-github-hook-installation-target-id': String(app.id),
  };
  return (await deliver(stage.api.app, body, headers)).statusCode;
}

async function asks(
  person: Awaited<ReturnType<typeof withApp>>['admin'],
  request: `POST ${string}`,
  body = {},
) {
  const session = await stage.registry.session(person.userId);
  return stage.ask({ ...person, ...session }, request, body);
}

test('after a rotation the previous secret is good for 72 hours and not after', async () => {
  const { admin, app, path } = await withApp();
  expect(await statusOf(app, app.webhookSecret)).toBe(202);
  stage.clock.ahead += 2 * MINUTE;
  expect((await asks(admin, `POST ${path}/webhook-secrets`)).status).toBe(200);
  const next = stage.github.hookSecret ?? '';
  expect(next).toMatch(/^[\w-]{43}$/);
  expect([await statusOf(app, next), await statusOf(app, app.webhookSecret)]).toEqual([202, 202]);
  stage.clock.ahead += 72 * HOUR - MINUTE;
  expect(await statusOf(app, app.webhookSecret)).toBe(202);
  stage.clock.ahead += 2 * MINUTE;
  expect([await statusOf(app, next), await statusOf(app, app.webhookSecret)]).toEqual([202, 401]);
  expect(stage.api.logLines.join('')).not.toContain(next);
});

test('a secret that GitHub refuses is forgotten, and the one before stays good', async () => {
  const { organization, admin, app, path } = await withApp();
  stage.clock.ahead += 2 * MINUTE;
  stage.github.instead.set('PATCH /app/hook/config', { status: 403, json: { message: 'No' } });
  try {
    expect((await asks(admin, `POST ${path}/webhook-secrets`)).status).toBe(409);
  } finally {
    stage.github.instead.clear();
  }
  const { rows } = await stage.registry.pool.query(
    'SELECT expires_at FROM github_webhook_secret WHERE organization_id = $1',
    [organization.id],
  );
  expect(rows).toEqual([{ expires_at: null }]);
  expect(await statusOf(app, app.webhookSecret)).toBe(202);
});

test('while it is not known whether GitHub has taken a secret, both are good', async () => {
  const { organization, admin, app, path } = await withApp();
  stage.clock.ahead += 2 * MINUTE;
  stage.github.instead.set('PATCH /app/hook/config', { status: 502 });
  try {
    expect((await asks(admin, `POST ${path}/webhook-secrets`)).status).toBe(503);
    expect((await asks(admin, `POST ${path}/webhook-secrets`)).status).toBe(409);
  } finally {
    stage.github.instead.clear();
  }
  const live = 'SELECT 1 FROM github_webhook_secret WHERE organization_id = $1 AND expires_at IS NULL';
  expect((await stage.registry.pool.query(live, [organization.id])).rowCount).toBe(2);
  stage.clock.ahead += 2 * MINUTE;
  expect((await asks(admin, `POST ${path}/webhook-secrets`)).status).toBe(200);
  expect((await stage.registry.pool.query(live, [organization.id])).rowCount).toBe(1);
  expect(await statusOf(app, app.webhookSecret)).toBe(202);
});

test('a key is tried alone before it is kept; the last one stays', async () => {
  const { admin, app, path } = await withApp();
  const stranger = stage.github.addKey(stage.github.makeApp().app);
  const refused = await asks(admin, `POST ${path}/keys`, { privateKey: stranger });
  expect(refused).toMatchObject({ status: 400, body: { field: 'body.privateKey' } });
  const [first = ''] = app.keys;
  expect((await asks(admin, `POST ${path}/keys`, { privateKey: first })).status).toBe(409);
  const key = stage.github.addKey(app);
  const added = await asks(admin, `POST ${path}/keys`, { privateKey: key });
  expect(added).toMatchObject({ status: 200, body: { fingerprint: expect.stringMatching(/^[\w+/]{43}=$/) } });
  const session = await stage.registry.session(admin.userId);
  const remove = (id: unknown) => stage.ask({ ...admin, ...session }, `DELETE ${path}/keys/${id}`);
  expect((await remove(randomUUID())).status).toBe(404);
  const view = await stage.ask(admin, `GET ${path.replace(/\/apps.*/, '')}`);
  const [{ keys } = { keys: [] }] = view.body.apps as { keys: { id: string }[] }[];
  expect(keys).toHaveLength(2);
  for (const [index, { id }] of keys.entries())
    expect((await remove(id)).status).toBe(index === 0 ? 200 : 409);
  const everything = JSON.stringify([refused.body, added.body, view.body]) + stage.api.logLines.join('');
  expect(everything).not.toMatch(/PRIVATE KEY|MII/);
});
