import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type ConnectionStage, openConnectionStage, stateOf } from '../../../testing/connection-stage.ts';
import type { StandInInstallation } from '../../../testing/github-app-stand-in.ts';
import type { TestOrganization } from '../../../testing/people.ts';
import { QUEUES } from '../../platform/tokens.ts';
import { DeliveryBell } from '../delivery-bell.ts';

let stage: ConnectionStage;
const enqueued: [string, unknown][] = [];
beforeAll(async () => {
  stage = await openConnectionStage();
  vi.spyOn(stage.api.app.get(QUEUES), 'enqueue').mockImplementation(async (name, payload) => {
    enqueued.push([String(name), payload]);
  });
});
afterAll(() => stage?.close());

/** An organization with an App, and a person on the way back from installing it. */
async function installed(repositories?: string[]) {
  const roles = await stage.organizationWithRoles();
  const made = await stage.makeApp(roles);
  const installation = stage.github.install(made.app, repositories);
  const body = {
    installationId: String(installation.id),
    code: stage.github.consent(made.app, [installation]),
    state: stateOf(made.installUrl),
    setupAction: 'install',
  };
  const path = `organizations/${roles.organization.slug}/github`;
  return { ...roles, ...made, installation, body, path };
}

async function rowOf(installation: StandInInstallation) {
  const { rows } = await stage.registry.pool.query(
    'SELECT *, created_at - created_at AS created_at FROM installation WHERE github_id = $1',
    [installation.id],
  );
  return rows[0];
}

/** What the App’s own event writes: the installation is its organization’s. */
async function arriveByEvent(
  organization: TestOrganization,
  app: string,
  { id, account }: StandInInstallation,
) {
  await stage.registry.pool.query(
    `INSERT INTO installation (github_id, organization_id, github_app_id, account_id, account_login, account_type, state,
       permissions, source_at, source_rank, signed_by)
     VALUES ($1, $2, $3::text::uuid, $4, $5, $6, 'active', '{"metadata":"read"}', '2026-11-20T09:00:00Z', 0, $3::text) ON CONFLICT DO NOTHING`,
    [id, organization.id, app, account.id, account.login, account.type],
  );
}

test('what GitHub confirms is stored, its repositories wait to be chosen, and the worker is told', async () => {
  const { organization, admin, installation, body, path } = await installed(['search', 'checkout-api']);
  enqueued.length = 0;
  expect(await stage.finish(admin, body)).toMatchObject({
    status: 200,
    body: { organization: organization.slug, outcome: 'installed' },
  });
  expect(enqueued).toEqual([
    ['followInstallation', { organizationId: organization.id, installationId: body.installationId }],
  ]);
  const { items } = (await stage.ask(admin, `GET ${path}/repositories`)).body as { items: object[] };
  expect(items).toMatchObject([
    { fullName: 'fernhill/checkout-api', isTracked: false, source: 'installation', isPrivate: true },
    {
      fullName: 'fernhill/search',
      isTracked: false,
      source: 'installation',
      pushedAt: '2026-11-20T09:00:00Z',
    },
  ]);
  expect((await stage.ask(admin, `GET ${path}`)).body.installations).toMatchObject([
    {
      id: body.installationId,
      accountLogin: 'fernhill',
      state: 'active',
      settingsUrl: `${stage.github.url}/organizations/fernhill/settings/installations/${installation.id}`,
    },
  ]);
  expect(stage.api.logLines.join('')).not.toMatch(/canary|ghu_/);
});

test('all pages are listed', async () => {
  const names = Array.from({ length: 230 }, (_, index) => `service-${index}`);
  const { admin, body, path } = await installed(names);
  await stage.finish(admin, body);
  const { items } = (await stage.ask(admin, `GET ${path}/repositories`)).body as { items: object[] };
  expect(items).toHaveLength(230);
  expect((await stage.ask(admin, `POST ${path}/repositories/refresh`)).body).toEqual({ found: 230 });
});

test('whichever comes first, the callback or the App’s event, the end is the same', async () => {
  const ends = [];
  for (const isEventFirst of [true, false]) {
    const { organization, admin, id, installation, body } = await installed();
    if (isEventFirst) await arriveByEvent(organization, id, installation);
    expect((await stage.finish(admin, body)).status).toBe(200);
    await arriveByEvent(organization, id, installation);
    const row = await rowOf(installation);
    expect(row).toMatchObject({ organization_id: organization.id, github_app_id: id });
    ends.push({
      ...row,
      github_id: 0,
      organization_id: 0,
      github_app_id: 0,
      signed_by: 0,
      account_id: 0,
    });
  }
  expect(ends[0]).toEqual(ends[1]);
});

test('deliveries that came before are opened again', async () => {
  const { admin, id, installation, body } = await installed();
  const insert = `INSERT INTO raw_delivery (received_at, guid, event, headers, body, body_sha256, state, reason, installation_id,
      github_app_id)
    VALUES (now(), gen_random_uuid(), 'pull_request', '{}', '{}', '\\x00', 'ignored', 'unknown_installation', $1, $2) RETURNING id`;
  const { rows } = await stage.registry.pool.query<{ id: string }>(insert, [installation.id, id]);
  await stage.registry.pool.query(insert, [installation.id, null]);
  await stage.registry.pool.query(insert, [installation.id, (await installed()).id]);
  const rung = vi.spyOn(stage.api.app.get(DeliveryBell), 'ring');
  await stage.finish(admin, body);
  expect(rung.mock.calls.map(([delivery]) => delivery.id)).toEqual(rows.map(({ id }) => id));
  const after = await stage.registry.pool.query('SELECT state, reason FROM raw_delivery WHERE id = $1', [
    rows[0]?.id,
  ]);
  expect(after.rows).toEqual([{ state: 'received', reason: null }]);
});

test('an installation that GitHub does not show the person is refused, and nothing is stored', async () => {
  const { admin, app, installation, body } = await installed();
  const code = stage.github.consent(app, []);
  expect((await stage.finish(admin, { ...body, code })).status).toBe(403);
  expect(await rowOf(installation)).toBeUndefined();
});

test('an installation of another App is refused, though the person sees it', async () => {
  const mine = await installed();
  const theirs = await installed();
  const code = stage.github.consent(mine.app, [theirs.installation]);
  const installationId = String(theirs.installation.id);
  expect((await stage.finish(mine.admin, { ...mine.body, installationId, code })).status).toBe(403);
  expect(await rowOf(theirs.installation)).toBeUndefined();
});

test('a state is good once, for its person; a code is good once', async () => {
  const { owner, admin, installation, body } = await installed();
  const over = { status: 400, body: { field: 'body.state' } };
  expect(await stage.finish(owner, body)).toMatchObject(over);
  expect(await stage.finish(admin, body)).toMatchObject(over);
  const again = await installed();
  const badCode = { status: 400, body: { field: 'body.code' } };
  expect(await stage.finish(again.admin, { ...again.body, code: 'unknown' })).toMatchObject(badCode);
  expect(await rowOf(installation)).toBeUndefined();
});

test('a request to an owner on GitHub is told as such', async () => {
  const { organization, admin, body } = await installed();
  const { state } = body;
  expect((await stage.finish(admin, { state, setupAction: 'request' })).body).toEqual({
    organization: organization.slug,
    outcome: 'requested',
  });
});

test('a change on GitHub comes back without a state, and is followed for one’s own organization alone', async () => {
  const { organization, admin, manager, installation, body, path } = await installed();
  await stage.finish(admin, body);
  installation.repositories.push({ id: 99_000_001, name: 'fernhill/new' });
  const update = { installationId: body.installationId, setupAction: 'update' };
  const stranger = await stage.organizationWithRoles();
  for (const person of [manager, stranger.admin]) {
    expect(await stage.finish(person, update)).toMatchObject({ status: 400, body: { field: 'body.state' } });
  }
  // Another GitHub has come to the same number, and to another organization.
  const theirs = await stage.makeApp(stranger);
  await arriveByEvent(stranger.organization, theirs.id, installation);
  enqueued.length = 0;
  expect((await stage.finish(admin, { ...update, installationId: '77' })).status).toBe(400);
  expect((await stage.finish(admin, update)).body).toEqual({
    organization: organization.slug,
    outcome: 'updated',
  });
  const key = { organizationId: organization.id, installationId: body.installationId };
  expect(enqueued).toEqual([['followInstallation', key]]);
  const { items } = (await stage.ask(admin, `GET ${path}/repositories`)).body as { items: object[] };
  expect(items).toMatchObject([{ fullName: 'fernhill/checkout-api' }, { fullName: 'fernhill/new' }]);
});

test('when its repositories cannot be listed at once, the installation stands and the job lists them', async () => {
  const { organization, admin, installation, body } = await installed();
  stage.github.instead.set('GET /installation/repositories', { status: 502 });
  try {
    enqueued.length = 0;
    expect((await stage.finish(admin, body)).status).toBe(200);
    expect(enqueued).toEqual([
      ['followInstallation', { organizationId: organization.id, installationId: body.installationId }],
    ]);
    expect(await rowOf(installation)).toMatchObject({ state: 'active' });
  } finally {
    stage.github.instead.clear();
  }
});

test('an installation of another GitHub that has the same number is in nobody’s way', async () => {
  const [one, two] = [await installed(), await installed()];
  two.installation.id = one.installation.id;
  stage.github.installations.splice(stage.github.installations.indexOf(one.installation), 1);
  await arriveByEvent(one.organization, one.id, one.installation);
  const code = stage.github.consent(two.app, [two.installation]);
  const body = { ...two.body, installationId: one.body.installationId, code };
  expect(await stage.finish(two.admin, body)).toMatchObject({ status: 200, body: { outcome: 'installed' } });
  const { rows } = await stage.registry.pool.query(
    'SELECT organization_id AS id, github_app_id AS app FROM installation WHERE github_id = $1 ORDER BY created_at',
    [one.installation.id],
  );
  expect(rows).toEqual([
    { id: one.organization.id, app: one.id },
    { id: two.organization.id, app: two.id },
  ]);
});
