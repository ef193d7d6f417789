import { createImports } from '@devpulse/database/github/imports';
import { addPullRequest } from '@devpulse/github-simulator/github/world/construction';
import { JobDelay } from '@devpulse/jobs/workers';
import { afterEach, describe, expect, test } from 'vitest';
import { openWatchedStage, type WatchedStage } from './watched-stage.ts';

const NOW = Date.parse('2026-11-20T15:00:00Z');
const MINUTE = 60_000;
const COUNT = 40;

const FORMS = {
  classic: /^ghs_[A-Za-z0-9]{36}$/,
  stateless: /^ghs_[A-Za-z0-9_]+\.[A-Za-z0-9_]+\.[A-Za-z0-9_]{300,}$/,
};

let stage: WatchedStage;
afterEach(() => stage.close());

/** An installation with one repository, and the import of its history, two pull requests a page. */
async function open(tokenFormat: keyof typeof FORMS) {
  stage = await openWatchedStage({ now: NOW, tokenFormat });
  const { world } = stage.github;
  const repository = world.addRepository({ name: 'app', owner: stage.owner });
  const author = world.addUser('ada');
  for (let index = 0; index < COUNT; index += 1) {
    addPullRequest(world, { repository, author, createdAt: NOW - (COUNT - index) * MINUTE });
  }
  const { id } = await stage.install();
  await stage.work();
  await stage.rows('UPDATE repository SET is_tracked = true');
  const importId = await order('backfill', null);
  await stage.rows(`UPDATE repository_import SET page_size = 2, progress = '{"calm": -1000}' WHERE id = $1`, [
    importId,
  ]);
  return { importId, holder: `installation:${id}` };
}

async function order(kind: 'backfill' | 'gap', since: number | null): Promise<string> {
  const [importId = ''] = await stage.within(async (tenant) => {
    const { rows } = await tenant.transaction.query<{ id: string }>('SELECT id FROM repository');
    const repositoryIds = rows.map((row) => row.id);
    return createImports(tenant, { repositoryIds, kind, since, now: stage.clock.now });
  });
  return importId;
}

/** Drives an import to its end, however often it has to wait. */
async function readAll(importId: string): Promise<void> {
  for (;;) {
    const wait = await stage.run('importRepository', { importId }).then(
      () => null,
      (error: unknown) => {
        if (error instanceof JobDelay) return error.milliseconds;
        throw error;
      },
    );
    if (wait === null) return;
    stage.clock.now += wait;
  }
}

/** The tokens of an installation that requests bore, each run of the same one once. */
function tokensInTurn(): string[] {
  const bearers = stage.sent.map(({ authorization }) => authorization.replace('Bearer ', ''));
  const tokens = bearers.filter((bearer) => bearer.startsWith('ghs_'));
  return tokens.filter((token, index) => token !== tokens[index - 1]);
}

const minted = () => stage.github.requests.all.filter(({ kind }) => kind === 'token').length;

describe.each(Object.entries(FORMS))('a token in the %s format', (name, form) => {
  test('is kept while it is good, renewed ten minutes before its end, and minted anew once when it is refused', async () => {
    const { importId, holder } = await open(name as keyof typeof FORMS);
    stage.sent.length = 0;
    const mintedBefore = minted();
    stage.github.faults.add({ when: { kind: 'graphql', holder, nth: 8 }, do: { status: 503 } });
    const revoked = stage.github.faults.add({
      when: { kind: 'graphql', holder, nth: 12 },
      do: 'revoke_token',
    });
    await readAll(importId);
    const [first = '', second = '', ...others] = tokensInTurn();
    expect([first, second].map((token) => form.test(token))).toEqual([true, true]);
    expect([others, revoked.struck, minted() - mintedBefore]).toEqual([[], 1, 1]);
    stage.clock.now += 49 * MINUTE;
    await readAll(await order('gap', NOW));
    expect(tokensInTurn()).toEqual([first, second]);
    stage.clock.now += 2 * MINUTE;
    await readAll(await order('gap', NOW));
    const third = tokensInTurn().at(-1) ?? '';
    expect([form.test(third), tokensInTurn()]).toEqual([true, [first, second, third]]);
    const [row] = await stage.rows<object>('SELECT * FROM repository_import WHERE id = $1', [importId]);
    expect(row).toMatchObject({ state: 'done', pull_requests: COUNT, pages_repeated: 0 });
  });

  test('is in no line of the log and nowhere in a request but in its authorization, whatever goes wrong', async () => {
    const { importId, holder } = await open(name as keyof typeof FORMS);
    const { faults } = stage.github;
    const strike = (nth: number, deed: Parameters<typeof faults.add>[0]['do']) =>
      faults.add({ when: { kind: 'graphql', holder, nth }, do: deed });
    const struck = [
      strike(2, { status: 503 }),
      strike(4, 'reset'),
      strike(6, 'truncate'),
      strike(8, 'graphql_error'),
      strike(10, { status: 429, headers: { 'retry-after': '30' } }),
      strike(12, 'revoke_token'),
      strike(14, { status: 401 }),
      strike(15, { status: 401 }),
    ];
    await readAll(importId);
    struck.push(faults.add({ when: { kind: 'token', nth: 1 }, do: { status: 503 } }));
    stage.github.revokeTokens(Number(holder.replace('installation:', '')));
    await readAll(await order('gap', NOW));
    expect(struck.map((fault) => fault.struck)).toEqual(struck.map(() => 1));
    expect(stage.lines.length).toBeGreaterThanOrEqual(struck.length - 2);
    const bearers = new Set(stage.sent.map(({ authorization }) => authorization.replace('Bearer ', '')));
    expect([...bearers].filter((bearer) => form.test(bearer)).length).toBeGreaterThanOrEqual(3);
    const secrets = [...[...bearers].flatMap((bearer) => [bearer, ...bearer.split('.')]), stage.privateKey];
    const others = [...stage.lines, ...stage.sent.flatMap(({ url, body }) => [url, body])];
    const seen = secrets.filter((secret) => others.some((text) => text.includes(secret)));
    expect(seen).toEqual([]);
  });
});
