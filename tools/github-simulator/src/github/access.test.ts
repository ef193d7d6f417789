import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { storyNow } from '../test/read-history.ts';
import { appJwt, installationClient, linked, signedJwt, TestClient } from './testing/client.ts';
import { openStage, type TestStage } from './testing/stage.ts';
import { addPullRequest } from './world/construction.ts';

let stage: TestStage;
const seconds = Math.floor(storyNow / 1_000);

beforeAll(async () => {
  stage = await openStage(3);
});

afterAll(() => stage.close());

describe('the JWT of an App', () => {
  const asked = (claims: object) =>
    new TestClient(stage.github, signedJwt({ iss: stage.app.id, ...claims }, stage.privateKey)).rest('/app');

  test.each([
    ['is dated over a minute ahead', { iat: seconds + 61, exp: seconds + 500 }, "'Issued at' claim ('iat')"],
    ['ends later than in ten minutes', { iat: seconds - 60, exp: seconds + 601 }, 'too far in the future'],
    ['has ended', { iat: seconds - 600, exp: seconds - 1 }, "'Expiration time' claim ('exp') must be"],
    ['has no dates', {}, "'Issued at' claim ('iat')"],
  ])('is refused when it %s', async (_case, claims, message) => {
    const { status, body } = await asked(claims);
    expect(status).toBe(401);
    expect(body.message).toContain(message);
  });

  test('counts within the minute that clocks may differ, by number and by client id', async () => {
    expect((await asked({ iat: seconds + 59, exp: seconds + 599 })).status).toBe(200);
    expect((await asked({ iss: stage.app.clientId, iat: seconds, exp: seconds + 540 })).status).toBe(200);
  });

  test('is refused when GitHub’s clock is five minutes behind, and tells GitHub’s time', async () => {
    stage.github.clockOffsetMs = -300_000;
    const { status, headers } = await stage.asApp.rest('/app');
    stage.github.clockOffsetMs = 0;
    expect(status).toBe(401);
    expect(Date.parse(headers.get('date') ?? '')).toBe(storyNow - 300_000);
  });

  test('is refused when another key has signed it, and after its key was removed', async () => {
    const { registry } = stage.github;
    const second = registry.addKey(stage.app);
    const client = new TestClient(stage.github, appJwt(stage.app, second, storyNow));
    expect((await client.rest('/app')).status).toBe(200);
    registry.removeKey(stage.app, second);
    const { status, body } = await client.rest('/app');
    expect([status, body.message]).toEqual([401, 'A JSON web token could not be decoded']);
    expect((await stage.asApp.rest('/app')).status).toBe(200);
  });

  test('opens neither repositories nor other Apps’ installations', async () => {
    const other = stage.github.createApp({ owner: stage.owner, name: 'Other' });
    const stranger = new TestClient(stage.github, appJwt(other.app, other.privateKey, storyNow));
    const path = `/app/installations/${stage.installation.id}`;
    expect((await stranger.rest(path)).status).toBe(404);
    expect((await stranger.rest(`${path}/access_tokens`, { method: 'POST' })).status).toBe(404);
    expect((await stage.asApp.rest('/installation/repositories')).status).toBe(403);
    expect((await stage.asApp.rest('/repos/Fernhill/ledger')).status).toBe(404);
  });
});

describe('a token of an installation', () => {
  const mint = (headers: Record<string, string> = {}, body: object = {}) =>
    stage.asApp.rest(`/app/installations/${stage.installation.id}/access_tokens`, {
      method: 'POST',
      headers,
      body,
    });

  test('comes in the format that the header asks for', async () => {
    const classic = (await mint({ 'X-GitHub-Stateless-S2S-Token': 'disabled' })).body.token;
    const stateless = (await mint({ 'X-GitHub-Stateless-S2S-Token': 'enabled' })).body.token;
    expect(classic).toMatch(/^ghs_[A-Za-z0-9]{36}$/);
    expect(stateless).toMatch(/^ghs_[A-Za-z0-9_]+\.[A-Za-z0-9_]+\.[A-Za-z0-9_]+$/);
    expect(stateless.length).toBeGreaterThan(500);
    const client = new TestClient(stage.github, stateless);
    expect((await client.rest('/installation/repositories')).body.total_count).toBe(6);
  });

  test('ends after an hour, and when it is revoked', async () => {
    const client = new TestClient(stage.github, (await mint()).body.token);
    expect((await client.rest('/installation/repositories')).status).toBe(200);
    stage.clock.now += 3_600_000;
    expect((await client.rest('/installation/repositories')).body.message).toBe('Bad credentials');
    stage.clock.now = storyNow;
    stage.github.revokeTokens(stage.installation.id);
    expect((await client.rest('/installation/repositories')).status).toBe(401);
    stage = { ...stage, asInstallation: await installationClient(stage.github, { ...stage, now: storyNow }) };
  });

  test('is refused while the installation is suspended', async () => {
    await stage.github.life.suspend(stage.installation);
    const refused = await stage.asInstallation.rest('/installation/repositories');
    expect([refused.status, refused.body.message]).toEqual([403, 'This installation has been suspended']);
    expect((await stage.asInstallation.graphql('{ viewer { login } }')).status).toBe(403);
    expect((await mint()).status).toBe(403);
    await stage.github.life.unsuspend(stage.installation);
    expect((await stage.asInstallation.rest('/installation/repositories')).status).toBe(200);
  });

  test('sees what it was minted for, and no more', async () => {
    const ids = [stage.repository('ledger').id];
    const client = new TestClient(stage.github, (await mint({}, { repository_ids: ids })).body.token);
    expect((await client.rest('/repos/Fernhill/ledger')).status).toBe(200);
    expect((await client.rest('/repos/Fernhill/infra')).status).toBe(404);
    expect((await mint({}, { repository_ids: [1] })).status).toBe(422);
    const narrow = new TestClient(
      stage.github,
      (await mint({}, { permissions: { metadata: 'read' } })).body.token,
    );
    const { status, body } = await narrow.rest('/repos/Fernhill/ledger/activity');
    expect([status, body.message]).toEqual([403, 'Resource not accessible by integration']);
  });
});

test('a personal token sees its repositories and tells when it ends', async () => {
  const { world } = stage.github;
  const marta = world.accountByLogin('martalind');
  if (marta === null) throw new Error('Marta is missing');
  const expiresAt = storyNow + 86_400_000;
  const repositories = [stage.repository('ledger')];
  const token = stage.github.createToken(marta, { repositories, expiresAt });
  const client = new TestClient(stage.github, token.text);
  const { status, headers } = await client.rest('/repos/Fernhill/ledger/pulls');
  expect(status).toBe(200);
  expect(headers.get('github-authentication-token-expiration')).toBe('2026-11-21 13:32:00 UTC');
  expect((await client.rest('/repos/Fernhill/infra')).status).toBe(404);
  expect((await client.rest('/user')).body.login).toBe('martalind');
  stage.clock.now = expiresAt;
  expect((await client.rest('/user')).status).toBe(401);
  stage.clock.now = storyNow;
});

describe('lists', () => {
  test('are paged by links that keep their parameters', async () => {
    const path = '/repos/Fernhill/ledger/pulls?state=all&sort=updated&direction=desc&per_page=4';
    const numbers: number[] = [];
    for (let next: string | null = path; next !== null; ) {
      const heard = await stage.asInstallation.rest(next);
      numbers.push(...heard.body.map((one: { number: number }) => one.number));
      next = linked(heard, 'next');
    }
    expect(new Set(numbers).size).toBe(stage.repository('ledger').pullRequests.size);
    expect(numbers.length).toBeGreaterThan(4);
  });

  test('cost nothing while their ETag stands', async () => {
    const path = '/repos/Fernhill/ledger/pulls?state=all&sort=updated&direction=desc';
    const first = await stage.asInstallation.rest(path);
    const etag = first.headers.get('etag') ?? '';
    const again = await stage.asInstallation.rest(path, { headers: { 'if-none-match': etag } });
    expect([again.status, again.body]).toEqual([304, null]);
    expect(again.headers.get('x-ratelimit-remaining')).toBe(first.headers.get('x-ratelimit-remaining'));
    const { world } = stage.github;
    const author = world.accountByLogin('twilk');
    addPullRequest(world, {
      repository: stage.repository('ledger'),
      author,
      createdAt: storyNow,
      number: 9_000,
    });
    const changed = await stage.asInstallation.rest(path, { headers: { 'if-none-match': etag } });
    expect(changed.status).toBe(200);
    expect(changed.body[0].number).toBe(9_000);
  });

  test('of pushes are read by cursors, newest first', async () => {
    const ids: number[] = [];
    for (let next: string | null = '/repos/Fernhill/ledger/activity?per_page=7'; next !== null; ) {
      const heard = await stage.asInstallation.rest(next);
      ids.push(...heard.body.map((one: { id: number }) => one.id));
      next = linked(heard, 'next');
    }
    const all = stage.repository('ledger').activity.map(({ id }) => id);
    expect(ids).toEqual(all.toReversed());
    expect(ids.length).toBeGreaterThan(7);
  });

  test('of a renamed repository are found through its former name', async () => {
    await stage.github.life.renameRepository(stage.repository('infra'), 'ground');
    const moved = await stage.asInstallation.rest('/repos/Fernhill/infra/pulls?state=all');
    expect(moved.status).toBe(301);
    const followed = await stage.asInstallation.rest(moved.headers.get('location') ?? '');
    expect(followed.status).toBe(200);
    expect(followed.body.length).toBeGreaterThan(0);
    expect((await stage.asInstallation.rest('/repos/Fernhill/ground')).body.id).toBe(377_450_096);
  });
});

test('a spent budget answers 403 with nothing remaining', async () => {
  stage.clock.now += 3_700_000;
  const holder = `installation:${stage.installation.id}`;
  stage.github.limits.set(holder, 1);
  const client = await installationClient(stage.github, { ...stage, now: stage.clock.now });
  expect((await client.rest('/installation/repositories')).status).toBe(200);
  const { status, headers, body } = await client.rest('/installation/repositories');
  expect(status).toBe(403);
  expect(body.message).toContain('API rate limit exceeded for installation ID');
  expect(headers.get('x-ratelimit-remaining')).toBe('0');
  expect(Number(headers.get('x-ratelimit-reset'))).toBe(Math.floor((stage.clock.now + 3_600_000) / 1_000));
});
