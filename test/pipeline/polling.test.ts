import { randomUUID } from 'node:crypto';
import { checksumFacts } from '@devpulse/database/checksum';
import { createImports } from '@devpulse/database/github/imports';
import { recordListedRepositories } from '@devpulse/database/github/repositories';
import { insertGithubToken } from '@devpulse/database/github/tokens';
import { repositoryIdFor } from '@devpulse/domain/identity';
import { simulateOrganization } from '@devpulse/github-simulator/organization';
import { nodeId } from '@devpulse/github-simulator/payloads/node-id';
import { githubContext } from '@devpulse/vault/contexts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { claim, type GithubStage, ORGANIZATION, openGithubStage } from './github-stage.ts';

const END = Date.parse('2026-11-20T15:00:00Z');
const MINUTE = 60_000;

const history = [...simulateOrganization({ seed: 'polling', weeks: 3, now: END })].filter(
  ({ event }) => event === 'push' || event.startsWith('pull_request'),
);
const told = history.slice(-300);

async function open(hasWebhooks: boolean): Promise<GithubStage> {
  const stage = await openGithubStage({ now: told[0]?.occurredAt ?? END, hasWebhooks });
  for (const delivery of history.slice(0, -300)) stage.github.tell(delivery);
  const installation = await stage.install();
  // Without webhooks the claim in the browser tells of it.
  if (!hasWebhooks) await claim(stage, String(installation.id));
  await stage.work();
  await stage.chooseAll();
  return stage;
}

async function poll(stage: GithubStage, rounds = 1): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    stage.clock.now += MINUTE;
    await stage.run('pollRepositories');
    await stage.work();
  }
}

describe('an organization that no webhook reaches', () => {
  let heard: GithubStage;
  let asked: GithubStage;
  beforeAll(async () => {
    heard = await open(true);
    asked = await open(false);
  });
  afterAll(async () => {
    await heard.close();
    await asked.close();
  });

  it('learns by asking what webhooks would have told', async () => {
    await poll(asked);
    for (const [index, delivery] of told.entries()) {
      for (const stage of [heard, asked])
        stage.clock.now = Math.max(stage.clock.now, delivery.occurredAt + 1_000);
      await heard.github.send(delivery);
      asked.github.tell(delivery);
      if (index % 25 === 24) await poll(asked);
    }
    await poll(asked, 6);
    await heard.work();
    const read = async ({ pipeline }: GithubStage) => {
      const { review, timeline_entry: entries } = await checksumFacts(pipeline.database, ORGANIZATION);
      return { review, entries };
    };
    expect(await read(asked)).toEqual(await read(heard));
    const pushes = (stage: GithubStage) =>
      stage.rows(
        'SELECT id, pushed_at, is_forced, pusher_account_id, distinct_commits, earliest_authored_at FROM push ORDER BY id',
      );
    expect((await pushes(heard)).length).toBeGreaterThan(50);
    expect(await pushes(asked)).toEqual(await pushes(heard));
    expect(await asked.rows(`SELECT 1 FROM raw_delivery`)).toEqual([]);
  });

  it('asks twice a minute for each repository while nothing happens, and is answered that nothing has', async () => {
    await poll(asked, 2);
    asked.github.requests.clear();
    await poll(asked);
    const repositories = asked.github.world.ownedBy(asked.owner).length;
    const quiet = asked.github.requests.all.filter(({ kind }) => kind === 'rest');
    expect(quiet).toHaveLength(repositories * 2);
    expect(new Set(quiet.map(({ status }) => status))).toEqual(new Set([304]));
  });

  it('follows a repository under its new name', async () => {
    const [repository] = asked.github.world
      .ownedBy(asked.owner)
      .filter(({ pullRequests }) => pullRequests.size > 0);
    if (!repository) throw new Error('no repository');
    asked.github.world.move(repository, { name: 'moved-on' });
    await poll(asked, 2);
    expect(
      await asked.rows('SELECT full_name FROM repository WHERE github_id = $1', [repository.id]),
    ).toEqual([{ full_name: 'Fernhill/moved-on' }]);
  });

  it('is no worse for one repository that cannot be asked about', async () => {
    asked.github.faults.add({ when: { path: 'moved-on' }, do: { status: 502 } });
    asked.github.requests.clear();
    await poll(asked);
    const fine = asked.github.requests.all.filter(({ kind, status }) => kind === 'rest' && status === 304);
    expect(fine.length).toBe((asked.github.world.ownedBy(asked.owner).length - 1) * 2);
    asked.github.faults.clear();
  });
});

/** A stage with one more repository, which a token opens. */
async function openWithToken() {
  const stage = await open(true);
  const { github, within, clock } = stage;
  const tokenId = randomUUID();
  const user = github.world.addUser('reader');
  const repository = github.world.addRepository({ name: 'elsewhere', owner: user, createdAt: clock.now });
  const { text } = github.createToken(user, { repositories: [repository] });
  await within(async (tenant) => {
    const tokenEncrypted = stage.room.vault.seal(text, githubContext.token(tokenId));
    await insertGithubToken(tenant, {
      id: tokenId,
      webUrl: github.url,
      login: 'reader',
      tokenEncrypted,
      expiresAt: null,
      createdBy: tokenId,
      now: clock.now,
    });
    const listed = {
      githubId: String(repository.id),
      nodeId: nodeId('R', repository.id),
      fullName: 'reader/elsewhere',
      webUrl: `${github.url}/reader/elsewhere`,
      defaultBranch: 'main',
      isPrivate: true,
      isArchived: false,
      pushedAt: null,
    };
    const more = { installationId: null, tokenId, tracksNew: true, seenAt: clock.now };
    await recordListedRepositories(tenant, { repositories: [listed], ...more });
  });
  return {
    stage,
    repositoryId: repositoryIdFor(ORGANIZATION, String(repository.id)),
    asked: () => github.requests.matching('/reader/elsewhere/'),
  };
}

describe('a repository that is read by a token', () => {
  let stage: GithubStage;
  let repositoryId: string;
  let asked: Awaited<ReturnType<typeof openWithToken>>['asked'];
  beforeAll(async () => {
    ({ stage, repositoryId, asked } = await openWithToken());
  });
  afterAll(() => stage.close());

  const imports = () =>
    stage.rows('SELECT kind, state, reason FROM repository_import WHERE repository_id = $1 ORDER BY kind', [
      repositoryId,
    ]);
  const read = async (kind: 'backfill' | 'gap') => {
    const order = { repositoryIds: [repositoryId], kind, since: null, now: stage.clock.now };
    return stage.within((tenant) => createImports(tenant, order));
  };

  it('is asked about once a day when GitHub does not show it, and every minute once it was read again', async () => {
    await poll(stage, 2);
    expect(new Set(asked().map(({ status }) => status))).toEqual(new Set([200, 304]));
    const hide = () => stage.github.faults.add({ when: { path: '/reader/elsewhere/' }, do: { status: 404 } });
    hide();
    await poll(stage);
    const reason = 'GitHub does not show this repository any more. It is asked again once a day.';
    expect(await imports()).toEqual([{ kind: 'poll', state: 'parked', reason }]);
    const before = asked().length;
    await poll(stage, 5);
    expect(asked()).toHaveLength(before);
    stage.clock.now += 1_440 * MINUTE;
    await poll(stage, 5);
    expect(asked()).toHaveLength(before + 1);
    expect(await imports()).toEqual([{ kind: 'poll', state: 'parked', reason }]);
    stage.github.faults.clear();
    await poll(stage);
    expect(asked()).toHaveLength(before + 1);
    for (const importId of await read('backfill')) await stage.run('importRepository', { importId });
    await poll(stage, 2);
    expect(asked().length).toBeGreaterThan(before + 3);
  });

  it('is asked about until GitHub refuses the token, and waits then', async () => {
    await read('gap');
    stage.github.faults.add({ when: { path: '/reader/elsewhere/' }, do: 'revoke_token' });
    await poll(stage);
    expect(await stage.rows('SELECT state FROM github_token')).toEqual([{ state: 'refused' }]);
    expect(await imports()).toContainEqual({
      kind: 'gap',
      state: 'parked',
      reason: 'GitHub refused the token. Add a new one and go on.',
    });
    const before = asked().length;
    await poll(stage);
    expect(asked()).toHaveLength(before);
  });
});
