import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { freshOrganization } from '../../apps/web/test/fixture-organization-data.ts';
import { OrganizationStage } from './organization-stage.ts';
import { sessionCookie } from './signed-in.ts';

vi.setConfig({ testTimeout: 60_000 });

let stage: OrganizationStage;
beforeAll(async () => {
  stage = await OrganizationStage.open();
}, 60_000);
afterAll(() => stage?.close());
afterEach(() => stage.closePages());

describe('downloads', () => {
  const get = (path: string, headers: Record<string, string> = {}) =>
    fetch(stage.web.url + path, {
      headers: { cookie: sessionCookie(stage.api), ...headers },
      redirect: 'manual',
    });

  test.each([
    [
      '/fernhill/me/export?format=json',
      'application/json; charset=utf-8',
      'fernhill-my-data-2026-11-20.json',
    ],
    ['/fernhill/me/export?format=csv', 'application/zip', 'fernhill-my-data-2026-11-20.zip'],
    [
      '/fernhill/settings/data/export?format=json',
      'application/json; charset=utf-8',
      'fernhill-export-2026-11-20.json',
    ],
    ['/fernhill/settings/data/export?format=csv', 'application/zip', 'fernhill-export-2026-11-20.zip'],
  ])('%s is a file that nothing keeps', async (path, type, name) => {
    stage.api.state.organization = freshOrganization();
    const answer = await get(path);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe(type);
    expect(answer.headers.get('content-disposition')).toBe(`attachment; filename="${name}"`);
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  test('a link of another site gets nothing, and a Developer is refused the organization', async () => {
    stage.api.state.organization = freshOrganization({ role: 'developer' });
    expect((await get('/fernhill/me/export', { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await get('/fernhill/settings/data/export')).status).toBe(403);
  });

  test('an Owner who gave no factor lately is led to give one', async () => {
    stage.api.state.organization = freshOrganization();
    const cookie = sessionCookie(stage.api);
    for (const session of stage.api.state.sessions.all.values()) session.isRecent = false;
    const answer = await fetch(`${stage.web.url}/fernhill/settings/data/export?format=csv`, {
      headers: { cookie },
      redirect: 'manual',
    });
    expect(answer.status).toBe(307);
    expect(answer.headers.get('location')).toBe('/account/confirm?next=%2Ffernhill%2Fsettings%2Fdata');
  });
});
