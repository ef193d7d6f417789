import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type ConnectionStage, openConnectionStage, stateOf } from '../../../testing/connection-stage.ts';
import { QUEUES } from '../../platform/tokens.ts';

let stage: ConnectionStage;
const enqueued: string[] = [];
beforeAll(async () => {
  stage = await openConnectionStage();
  vi.spyOn(stage.api.app.get(QUEUES), 'enqueue').mockImplementation(async (name) => {
    enqueued.push(String(name));
  });
});
afterAll(() => stage?.close());

type Repository = { id: string; fullName: string; isTracked: boolean };

async function connected() {
  const roles = await stage.organizationWithRoles();
  const made = await stage.makeApp(roles);
  const installation = stage.github.install(made.app, ['api', 'search', 'web']);
  const code = stage.github.consent(made.app, [installation]);
  const state = stateOf(made.installUrl);
  await stage.finish(roles.admin, { installationId: String(installation.id), code, state });
  const path = `organizations/${roles.organization.slug}/github`;
  const list = async () =>
    (await stage.ask(roles.admin, `GET ${path}/repositories`)).body as unknown as { items: Repository[] };
  const ids = (await list()).items.map(({ id }) => id) as [string, string, string];
  const choose = (tracked: string[], more: object = {}) =>
    stage.ask(roles.admin, `PUT ${path}/repositories`, { tracked, ...more });
  enqueued.length = 0;
  return { ...roles, path, ids, list, choose, installation };
}

test('what is chosen is tracked and read as far back as was wished; the rest is not', async () => {
  const { admin, path, ids, list, choose } = await connected();
  const wish = { historyMonths: 12, tracksNewRepositories: false, followsGithubTeams: false };
  expect((await choose([ids[0], ids[2]], wish)).body).toEqual({ imports: 2 });
  expect(enqueued).toEqual(['importRepository', 'importRepository']);
  expect(await list()).toMatchObject({
    ...wish,
    items: [{ isTracked: true }, { isTracked: false }, { isTracked: true }],
  });
  const { items } = (await stage.ask(admin, `GET ${path}/imports`)).body as { items: { since: string }[] };
  expect(items).toHaveLength(2);
  const months = (Date.now() - Date.parse(items[0]?.since ?? '')) / (30.44 * 86_400_000);
  expect(months).toBeGreaterThan(11.8);
  expect(months).toBeLessThan(12.2);
});

test('choosing the same again begins nothing; what is left out is untracked and no longer read', async () => {
  const { admin, developer, path, ids, list, choose } = await connected();
  await choose([ids[0], ids[1]]);
  expect((await choose([ids[0], ids[1]])).body).toEqual({ imports: 0 });
  expect((await choose([ids[1]])).body).toEqual({ imports: 0 });
  expect((await list()).items.map(({ isTracked }) => isTracked)).toEqual([false, true, false]);
  const { body } = await stage.ask(admin, `GET ${path}/imports`);
  expect(body).toMatchObject({
    totals: { repositories: 1, unfinished: 1 },
    items: [{ repositoryId: ids[1] }],
  });
  expect((await stage.ask(developer, `GET ${path}/progress`)).body).toMatchObject({
    totals: { repositories: 1, unfinished: 1, pullRequestsRead: 0, secondsLeft: null },
  });
  const states = await stage.registry.pool.query(
    'SELECT state FROM repository_import WHERE repository_id = ANY ($1) ORDER BY state',
    [ids],
  );
  expect(states.rows).toEqual([{ state: 'cancelled' }, { state: 'waiting' }]);
});

test('an unknown repository among the chosen changes nothing', async () => {
  const { ids, list, choose } = await connected();
  const other = await connected();
  for (const foreign of [randomUUID(), other.ids[0]]) {
    expect((await choose([ids[0], foreign], { historyMonths: 1 })).status).toBe(404);
  }
  expect(await list()).toMatchObject({ historyMonths: 6, items: [{ isTracked: false }, {}, {}] });
});

test('following teams anew has them taken over', async () => {
  const { choose, ids } = await connected();
  await choose([ids[0]], { followsGithubTeams: false });
  enqueued.length = 0;
  await choose([ids[0]], { followsGithubTeams: true });
  expect(enqueued).toEqual(['followTeams']);
});

test('an import is paused, resumed, and begun again further back', async () => {
  const { admin, path, ids, choose } = await connected();
  await choose([ids[0]]);
  const only = async () => {
    const { items } = (await stage.ask(admin, `GET ${path}/imports`)).body as {
      items: Record<string, string>[];
    };
    return items[0] ?? {};
  };
  const { id = '' } = await only();
  expect((await stage.ask(admin, `POST ${path}/imports/${id}/pause`)).status).toBe(200);
  expect(await only()).toMatchObject({ state: 'paused', secondsLeft: null });
  enqueued.length = 0;
  expect((await stage.ask(admin, `POST ${path}/imports/${id}/resume`)).status).toBe(200);
  expect([enqueued, (await only()).state]).toEqual([['importRepository'], 'waiting']);
  const again = (repository: string) =>
    stage.ask(admin, `POST ${path}/repositories/${repository}/imports`, { historyMonths: null });
  expect((await again(ids[0])).status).toBe(200);
  expect(await only()).toMatchObject({ id, since: null });
  expect((await again(ids[1])).status).toBe(409);
  await stage.registry.pool.query(`UPDATE repository_import SET state = 'done' WHERE id = $1`, [id]);
  expect((await stage.ask(admin, `POST ${path}/imports/${id}/pause`)).status).toBe(409);
});

test('a repository that left and is listed again is back as it was chosen', async () => {
  const { admin, path, ids, list, choose } = await connected();
  await choose([ids[0]]);
  await stage.registry.pool.query(
    `UPDATE repository SET removed_at = now(), removed_reason = 'removed' WHERE id = $1`,
    [ids[0]],
  );
  expect((await stage.ask(admin, `POST ${path}/repositories/refresh`)).body).toEqual({ found: 3 });
  expect((await list()).items[0]).toMatchObject({ isTracked: true, removedAt: null, removedReason: null });
});

test('while GitHub asks for patience, so does a refresh', async () => {
  const { admin, path } = await connected();
  const headers = { 'retry-after': '90' };
  stage.github.instead.set('GET /installation/repositories', { status: 429, headers });
  try {
    expect(await stage.ask(admin, `POST ${path}/repositories/refresh`)).toMatchObject({
      status: 503,
      body: { detail: 'GitHub asks for patience.' },
    });
  } finally {
    stage.github.instead.clear();
  }
});
