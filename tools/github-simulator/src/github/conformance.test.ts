import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { simulateOrganization } from '../organization.ts';
import { storyNow } from '../test/read-history.ts';
import { TestClient } from './testing/client.ts';
import { violations } from './testing/conformance.ts';
import { openStage, type TestStage } from './testing/stage.ts';

let stage: TestStage;
let asApp: TestClient;
let asInstallation: TestClient;
let asUser: TestClient;

beforeAll(async () => {
  stage = await openStage(5);
  ({ asApp, asInstallation } = stage);
  const marta = stage.github.world.accountByLogin('martalind');
  if (marta === null) throw new Error('Marta is missing');
  marta.email = 'marta.lindqvist@fernhill.example';
  asUser = new TestClient(stage.github, stage.github.createUserToken(marta, stage.app).text);
});

afterAll(() => stage.close());

/** The schema denies it, but GitHub answers with null for the repository of a deleted fork. */
const isOfDeletedFork = /^\/\d+\/head\/repo must be object/;

describe('answers of REST fit the schemas that GitHub publishes', () => {
  test.each([
    ['app', '/app'],
    ['hookConfig', '/app/hook/config'],
    ['hookDeliveries', '/app/hook/deliveries'],
  ])('%s', async (schema, path) => {
    const { status, body } = await asApp.rest(path);
    expect(status).toBe(200);
    expect(violations(schema, body)).toEqual([]);
  });

  test('an installation, its token, and a delivery', async () => {
    const path = `/app/installations/${stage.installation.id}`;
    const shown = (await asApp.rest(path)).body;
    expect(violations('installation', shown)).toEqual([]);
    expect((await asApp.rest('/app/installations')).body).toEqual([shown]);
    const minted = await asApp.rest(`${path}/access_tokens`, { method: 'POST' });
    expect(minted.status).toBe(201);
    expect(violations('installationToken', minted.body)).toEqual([]);
    const [first] = (await asApp.rest('/app/hook/deliveries')).body;
    const delivery = await asApp.rest(`/app/hook/deliveries/${first.id}`);
    expect(violations('hookDelivery', delivery.body)).toEqual([]);
  });

  test.each([
    ['installedRepositories', '/installation/repositories'],
    ['repository', '/repos/Fernhill/ledger'],
    ['repository', '/repositories/391640225'],
    ['pullRequests', '/repos/Fernhill/ledger/pulls?state=all&per_page=100'],
    ['pullRequests', '/repos/Fernhill/mobile-app/pulls?state=all&per_page=100'],
    ['activity', '/repos/Fernhill/ledger/activity?per_page=100'],
    ['teams', '/orgs/Fernhill/teams'],
    ['teamMembers', '/orgs/Fernhill/teams/checkout/members'],
    ['teamMembers', '/organizations/148201377/team/9214307/members'],
  ])('%s of %s', async (schema, path) => {
    const { status, body } = await asInstallation.rest(path);
    expect(status).toBe(200);
    expect(JSON.stringify(body).length).toBeGreaterThan(500);
    expect(violations(schema, body).filter((one) => !isOfDeletedFork.test(one))).toEqual([]);
  });

  test('a comparison of two commits of a branch', async () => {
    const pushes = (await asInstallation.rest('/repos/Fernhill/ledger/activity?activity_type=push')).body;
    const push = pushes.find((one: { ref: string }) => one.ref !== 'refs/heads/main');
    const { body } = await asInstallation.rest(
      `/repos/Fernhill/ledger/compare/${push.before}...${push.after}`,
    );
    expect(violations('comparison', body)).toEqual([]);
    expect(body).toMatchObject({ status: 'ahead', behind_by: 0 });
    expect(body.commits.at(-1).sha).toBe(push.after);
  });

  test.each([
    ['user', '/user'],
    ['userEmails', '/user/emails'],
    ['userInstallations', '/user/installations'],
  ])('%s', async (schema, path) => {
    const { status, body } = await asUser.rest(path);
    expect(status).toBe(200);
    expect(violations(schema, body)).toEqual([]);
  });
});

test('a schema that is broken is noticed', async () => {
  const { body } = await asApp.rest('/app');
  expect(violations('app', { ...body, permissions: 'all' })).not.toEqual([]);
  const { owner: _owner, ...without } = body;
  expect(violations('app', without)).not.toEqual([]);
});

function webhookName(headers: Record<string, unknown>, payload: { action?: string }): string {
  const action = payload.action === undefined ? '' : `-${payload.action}`;
  return `webhook-${headers['x-github-event']}${action}`.replaceAll('_', '-');
}

describe('webhooks of the local GitHub fit the schemas that GitHub publishes', () => {
  test('of the simulation, one of each kind', async () => {
    const { github, receiver } = stage;
    receiver.received.length = 0;
    const seen = new Set<string>();
    for (const delivery of simulateOrganization({ seed: 'fernhill', weeks: 5, now: storyNow })) {
      const kind = `${delivery.event} ${delivery.action}`;
      if (!seen.has(kind)) await github.send(delivery);
      seen.add(kind);
    }
    const told = receiver.received.map(({ headers, body }) => {
      const payload = JSON.parse(body) as { action?: string };
      const name = webhookName(headers, payload);
      expect(violations(name, payload), name).toEqual([]);
      return name;
    });
    expect(told.length).toBeGreaterThan(17);
    expect(new Set(told).size).toBe(told.length);
  });

  test('of installations and repositories', async () => {
    const { github, receiver, installation } = stage;
    const { world, life } = github;
    const [ledger, infra] = [stage.repository('ledger'), stage.repository('infra')];
    receiver.received.length = 0;
    await life.choose(installation, [ledger]);
    await life.choose(installation, 'all');
    await life.renameRepository(ledger, 'general-ledger');
    await life.archiveRepository(ledger);
    await life.archiveRepository(ledger, false);
    await life.changePermissions(installation, { metadata: 'read', pull_requests: 'read' });
    await life.suspend(installation);
    await life.unsuspend(installation);
    await life.deleteRepository(infra);
    await life.transferRepository(ledger, world.addOrganization('Elsewhere'));
    await life.uninstall(installation);
    const seen = receiver.received.map(({ headers, body }) => {
      const payload = JSON.parse(body) as { action: string };
      const name = webhookName(headers, payload);
      expect(violations(name, payload), name).toEqual([]);
      return name.replace('webhook-', '');
    });
    expect(seen).toEqual([
      'installation-repositories-removed',
      'installation-repositories-added',
      'repository-renamed',
      'repository-archived',
      'repository-unarchived',
      'installation-new-permissions-accepted',
      'installation-suspend',
      'installation-unsuspend',
      'repository-deleted',
      'installation-repositories-removed',
      'installation-repositories-removed',
      'installation-deleted',
    ]);
  });
});
