import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ConnectionStage, openConnectionStage } from '../../../testing/connection-stage.ts';
import type { StandInApp } from '../../../testing/github-app-stand-in.ts';

/** The App of the configuration, which several organizations share. */
let shared: StandInApp;
let stage: ConnectionStage;
beforeAll(async () => {
  stage = await openConnectionStage((github) => {
    shared = github.makeApp().app;
    return {
      GITHUB_APP_ID: String(shared.id),
      GITHUB_APP_PRIVATE_KEYS: (shared.keys[0] ?? '').replaceAll('\n', '\\n'),
      GITHUB_CLIENT_ID: shared.clientId,
      GITHUB_CLIENT_SECRET: shared.clientSecret,
    };
  });
});
afterAll(() => stage?.close());

async function organization() {
  const roles = await stage.organizationWithRoles();
  const path = `organizations/${roles.organization.slug}/github`;
  const view = (await stage.ask(roles.admin, `GET ${path}`)).body as { apps: { id: string }[] };
  return { ...roles, path, view, app: view.apps[0]?.id ?? '' };
}

test('is shown to every organization, as shared and without a secret', async () => {
  const { view } = await organization();
  expect(view.apps).toMatchObject([
    { appId: String(shared.id), slug: shared.slug, isShared: true, keys: [], webhookSecrets: [] },
  ]);
  expect(JSON.stringify(view) + stage.api.logLines.join('')).not.toMatch(/canary|PRIVATE KEY/);
});

test('cannot be changed by any of them', async () => {
  const { admin, path, app } = await organization();
  for (const request of [`DELETE ${path}/apps/${app}`, `POST ${path}/apps/${app}/webhook-secrets`] as const) {
    expect((await stage.ask(admin, request)).status).toBe(404);
  }
});

test('an installation belongs to whoever claims it first, and to them alone', async () => {
  const first = await organization();
  const second = await organization();
  const installation = stage.github.install(shared);
  const claim = async ({ organization: of, admin, app }: typeof first) =>
    stage.finish(admin, {
      installationId: String(installation.id),
      code: stage.github.consent(shared, [installation]),
      state: await stage.beginInstallation(of, admin, app),
      setupAction: 'install',
    });
  expect((await claim(first)).status).toBe(200);
  const refused = await claim(second);
  expect(refused.status).toBe(409);
  expect(JSON.stringify(refused.body)).not.toContain(first.organization.slug);
  expect((await claim(first)).status).toBe(200);
  const { rows } = await stage.registry.pool.query(
    'SELECT organization_id, github_app_id FROM installation WHERE github_id = $1',
    [installation.id],
  );
  expect(rows).toEqual([{ organization_id: first.organization.id, github_app_id: first.app }]);
  expect((await stage.ask(second.admin, `GET ${second.path}/repositories`)).body.items).toEqual([]);
});
