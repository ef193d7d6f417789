import { openVault } from '@devpulse/vault/vault';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ConnectionStage, openConnectionStage, stateOf } from '../../../testing/connection-stage.ts';

let stage: ConnectionStage;
beforeAll(async () => {
  stage = await openConnectionStage();
});
afterAll(() => stage?.close());

const HOUR = 3_600_000;
const begin = async () => {
  const roles = await stage.organizationWithRoles();
  const path = `organizations/${roles.organization.slug}/github`;
  const started = await stage.ask(roles.admin, `POST ${path}/apps`, {});
  return { ...roles, path, started, state: stateOf(started.body.action) };
};
const finish = (person: Parameters<ConnectionStage['ask']>[0], code: string, state: string) =>
  stage.ask(person, 'POST github/callbacks/app', { code, state });
const overState = { status: 400, body: { field: 'body.state' } };

test('a manifest goes to GitHub, its code comes back, and the App is kept sealed and shown without its secrets', async () => {
  const { organization, admin, path, started, state } = await begin();
  const manifest = JSON.parse(String(started.body.manifest));
  expect(started.body.hasWebhooks).toBe(true);
  expect(String(started.body.action)).toBe(`${stage.github.url}/settings/apps/new?state=${state}`);
  expect(manifest).toMatchObject({
    url: 'http://localhost:3000',
    redirect_url: 'http://localhost:3000/github/app',
    callback_urls: ['http://localhost:3000/github/installed'],
    setup_url: 'http://localhost:3000/github/installed',
    request_oauth_on_install: true,
    public: false,
    hook_attributes: { url: 'http://localhost:3000/api/v1/github/webhooks', active: true },
    default_permissions: { pull_requests: 'read', metadata: 'read', contents: 'read', members: 'read' },
  });
  expect(manifest.default_events).toContain('pull_request_review_comment');
  expect(manifest.name).toMatch(new RegExp(`^DevPulse ${organization.slug} [0-9a-z]{4}$`));

  const { app, code } = stage.github.makeApp();
  const finished = await finish(admin, code, state);
  expect(finished).toMatchObject({ status: 200, body: { organization: organization.slug } });
  expect(String(finished.body.installUrl)).toContain(
    `${stage.github.url}/github-apps/${app.slug}/installations/new?state=`,
  );
  expect(stateOf(finished.body.installUrl)).not.toBe(state);

  const { body } = await stage.ask(admin, `GET ${path}`);
  expect(body).toMatchObject({
    apps: [{ slug: app.slug, appId: String(app.id), hasWebhooks: true, isShared: false }],
    installations: [],
    tokens: [],
    defaultWebUrl: stage.github.url,
    webhookUrl: 'http://localhost:3000/api/v1/github/webhooks',
    repositories: { known: 0, tracked: 0 },
    deliveries: { received: 0, failed: 0, lastAt: null },
  });
  const vault = openVault(stage.api.parts.environment.DEVPULSE_ENCRYPTION_KEY);
  const { rows } = await stage.registry.pool.query<{ id: string; sealed: Buffer }>(
    'SELECT id, private_key_encrypted AS sealed FROM github_app_key WHERE organization_id = $1',
    [organization.id],
  );
  expect(rows.map(({ id, sealed }) => vault.unseal(sealed, `github_app_key:${id}`))).toEqual([app.keys[0]]);
  const everything = JSON.stringify([started.body, finished.body, body]) + stage.api.logLines.join('');
  expect(everything).not.toMatch(/canary|PRIVATE KEY/);
  expect(everything).not.toContain(code);
});

test('the organization on GitHub that is to own the App is named in the address', async () => {
  const { admin, path } = await begin();
  const { body } = await stage.ask(admin, `POST ${path}/apps`, { ownerLogin: 'fernhill' });
  expect(String(body.action)).toContain(
    `${stage.github.url}/organizations/fernhill/settings/apps/new?state=`,
  );
});

test('a state is good once, and used up by whoever brings it', async () => {
  const { admin, state } = await begin();
  expect((await finish(admin, stage.github.makeApp().code, state)).status).toBe(200);
  expect(await finish(admin, stage.github.makeApp().code, state)).toMatchObject(overState);
});

test('a state of somebody else is refused, also to another Admin of the same organization', async () => {
  const { owner, state } = await begin();
  const { code } = stage.github.makeApp();
  expect(await finish(owner, code, state)).toMatchObject(overState);
  expect(stage.github.manifestCodes.has(code)).toBe(true);
});

test('a state is over after an hour', async () => {
  const { admin, state } = await begin();
  stage.clock.ahead += HOUR + 1;
  try {
    const session = await stage.registry.session(admin.userId);
    expect(await finish({ ...admin, ...session }, stage.github.makeApp().code, state)).toMatchObject(
      overState,
    );
  } finally {
    stage.clock.ahead -= HOUR + 1;
  }
});

test('a state made for installing makes no App', async () => {
  const { organization, admin } = await begin();
  const { installUrl } = await stage.makeApp({ organization, admin });
  expect(await finish(admin, stage.github.makeApp().code, stateOf(installUrl))).toMatchObject(overState);
});

test('who may not connect any more is refused, and nothing is asked of GitHub', async () => {
  const { organization, admin, state } = await begin();
  const { code } = stage.github.makeApp();
  await stage.registry.pool.query(
    `UPDATE membership SET role = 'manager' WHERE organization_id = $1 AND user_id = $2`,
    [organization.id, admin.userId],
  );
  stage.clock.ahead += 3_000;
  expect((await finish(admin, code, state)).status).toBe(403);
  expect(stage.github.manifestCodes.has(code)).toBe(true);
});

test('a code that GitHub does not know is refused and leaves nothing', async () => {
  const { admin, path, state } = await begin();
  expect(await finish(admin, 'unknown', state)).toMatchObject({ status: 400, body: { field: 'body.code' } });
  expect((await stage.ask(admin, `GET ${path}`)).body.apps).toEqual([]);
});

test('an App that is known here already stays whose it is', async () => {
  const first = await begin();
  const { app } = await stage.makeApp(first);
  const { admin, path, state } = await begin();
  stage.github.manifestCodes.set('again', app);
  expect((await finish(admin, 'again', state)).status).toBe(409);
  expect((await stage.ask(admin, `GET ${path}`)).body.apps).toEqual([]);
});

test('an App is removed with its secrets, but not while it is installed', async () => {
  const { organization, admin, path } = await begin();
  const { id, app } = await stage.makeApp({ organization, admin });
  const state = await stage.beginInstallation(organization, admin, id);
  const installation = stage.github.install(app);
  const code = stage.github.consent(app, [installation]);
  await stage.finish(admin, { installationId: String(installation.id), code, state, setupAction: 'install' });
  expect((await stage.ask(admin, `DELETE ${path}/apps/${id}`)).status).toBe(409);
  expect((await stage.ask(admin, `DELETE ${path}/installations/${installation.id}`)).status).toBe(200);
  expect(stage.github.installations).not.toContain(installation);
  expect((await stage.ask(admin, `DELETE ${path}/apps/${id}`)).status).toBe(200);
  const { rows } = await stage.registry.pool.query(
    'SELECT 1 FROM github_app_key WHERE organization_id = $1 UNION ALL SELECT 1 FROM github_webhook_secret WHERE organization_id = $1',
    [organization.id],
  );
  expect(rows).toEqual([]);
  const { body } = await stage.ask(admin, `GET organizations/${organization.slug}/audit`);
  expect((body.items as { action: string }[]).map(({ action }) => action)).toEqual([
    'github_app.removed',
    'installation.removed',
    'installation.joined',
    'github_app.added',
  ]);
});

test.each([
  'https://127.0.0.1',
  'https://169.254.169.254',
  'https://localhost',
  'http://github.example.com',
  'https://[::1]',
])('%s as a tenant’s GitHub is refused, with a remedy that names GITHUB_URL (C10)', async (webUrl) => {
  const { admin, path } = await begin();
  const refused = await stage.ask(admin, `POST ${path}/apps`, { webUrl });
  expect(refused).toMatchObject({ status: 400, body: { field: 'body.webUrl' } });
  expect(refused.body.remedy).toContain('GITHUB_URL');
});
