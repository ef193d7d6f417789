import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type ConnectionStage, openConnectionStage } from '../../../testing/connection-stage.ts';
import { listenStandIn } from '../../../testing/provider-stand-in.ts';
import { QUEUES } from '../../platform/tokens.ts';

const TOKEN = `github_pat_${'canary'.repeat(6)}`;
const DAY = 86_400_000;

let stage: ConnectionStage;
const enqueued: string[] = [];
beforeAll(async () => {
  stage = await openConnectionStage();
  vi.spyOn(stage.api.app.get(QUEUES), 'enqueue').mockImplementation(async (name) => {
    enqueued.push(String(name));
  });
});
afterAll(() => stage?.close());

async function organization() {
  const roles = await stage.organizationWithRoles();
  const path = `organizations/${roles.organization.slug}/github`;
  const add = (changes: object = {}) =>
    stage.ask(roles.admin, `POST ${path}/tokens`, {
      token: TOKEN,
      repositories: ['fernhill/checkout-api'],
      ...changes,
    });
  return { ...roles, path, add };
}

function know(expires?: string, opens = ['fernhill/checkout-api']) {
  stage.github.personTokens.set(TOKEN, { login: 'octo', opens, ...(expires && { expires }) });
}

test('a token and names are enough: the repositories are tracked and read, and names that it does not open are told', async () => {
  const { organization: of, admin, path, add } = await organization();
  know('2027-05-01 12:30:00 +0200');
  enqueued.length = 0;
  const added = await add({
    repositories: ['fernhill/checkout-api', 'fernhill/secret', 'fernhill/checkout-api'],
  });
  expect(added).toMatchObject({ status: 200, body: { refused: [{ name: 'fernhill/secret' }] } });
  expect(enqueued).toEqual(['importRepository']);
  const { body } = await stage.ask(admin, `GET ${path}`);
  expect(body.tokens).toMatchObject([
    {
      id: added.body.id,
      login: 'octo',
      webUrl: stage.github.url,
      state: 'active',
      expiresAt: '2027-05-01T10:30:00Z',
      repositories: 1,
    },
  ]);
  expect(body.repositories).toEqual({ known: 1, tracked: 1 });
  const imports = await stage.ask(admin, `GET ${path}/imports`);
  expect(imports.body).toMatchObject({
    totals: { repositories: 1, unfinished: 1 },
    items: [{ repository: 'fernhill/checkout-api', kind: 'backfill', state: 'waiting' }],
  });
  const log = await stage.ask(admin, `GET organizations/${of.slug}/audit`);
  const everything = JSON.stringify([added.body, body, imports.body, log.body]) + stage.api.logLines.join('');
  expect(everything).not.toContain('canary');
});

test.each([
  ['is unknown to GitHub', () => stage.github.personTokens.clear(), 'body.token'],
  [
    'has ended',
    () =>
      know(
        new Date(Date.now() - DAY)
          .toISOString()
          .replace(/T|\..*/g, ' ')
          .trim()
          .concat(' UTC'),
      ),
    'body.token',
  ],
  ['opens none of the names', () => know(undefined, []), 'body.repositories'],
])('a token that %s is refused and leaves nothing', async (_, prepare, field) => {
  const { admin, path, add } = await organization();
  prepare();
  expect(await add()).toMatchObject({ status: 400, body: { field } });
  expect((await stage.ask(admin, `GET ${path}`)).body).toMatchObject({
    tokens: [],
    repositories: { known: 0 },
  });
});

test('a repository that was renamed is found; a redirect to another host is not followed with the token', async () => {
  const { admin, path, add } = await organization();
  know();
  const lures: string[] = [];
  const other = await listenStandIn(({ bearer }) => {
    lures.push(bearer ?? '');
    return { json: {} };
  });
  const moved = (to: string) => ({ status: 301, headers: { location: to } });
  const { url, instead } = stage.github;
  instead.set('GET /repos/fernhill/old', moved(`${url}/api/v3/repos/fernhill/checkout-api`));
  instead.set('GET /repos/fernhill/lure', moved(`${other.url}/api/v3/repos/fernhill/checkout-api`));
  try {
    const added = await add({ repositories: ['fernhill/old', 'fernhill/lure'] });
    expect(added).toMatchObject({ status: 200, body: { refused: [{ name: 'fernhill/lure' }] } });
    expect(lures).toEqual([]);
    const { body } = await stage.ask(admin, `GET ${path}/repositories`);
    expect(body.items).toMatchObject([
      { fullName: 'fernhill/checkout-api', isTracked: true, source: 'token' },
    ]);
  } finally {
    instead.clear();
    await other.close();
  }
});

test('a token that is removed leaves its repositories untracked and ends what was being read', async () => {
  const { admin, path, add } = await organization();
  know();
  const { id } = (await add()).body;
  expect((await stage.ask(admin, `DELETE ${path}/tokens/${id}`)).status).toBe(200);
  expect((await stage.ask(admin, `DELETE ${path}/tokens/${id}`)).status).toBe(404);
  const { body } = await stage.ask(admin, `GET ${path}/repositories`);
  expect(body.items).toMatchObject([{ isTracked: false, source: 'deliveries' }]);
  expect((await stage.ask(admin, `GET ${path}/imports`)).body.items).toEqual([]);
});

test('an address inside the network is not asked with the token', async () => {
  const { add } = await organization();
  const refused = await add({ webUrl: 'https://10.0.0.7' });
  expect(refused).toMatchObject({ status: 400, body: { field: 'body.webUrl' } });
  expect(refused.body.remedy).toContain('GITHUB_URL');
});
