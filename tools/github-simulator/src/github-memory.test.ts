import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { GithubApp } from './github/apps/registry.ts';
import { type LocalGithub, openLocalGithub } from './github/server.ts';
import { appJwt, installationClient, TestClient } from './github/testing/client.ts';
import { GithubMemory } from './github-memory.ts';

const UNTIL = Date.UTC(2026, 10, 29, 9);
const MANIFEST = {
  url: 'http://127.0.0.1:9',
  redirect_url: 'http://127.0.0.1:9/back',
  hook_attributes: { url: 'http://127.0.0.1:9/hook' },
  default_permissions: { pull_requests: 'read' },
  default_events: ['pull_request'],
};

let directory: string;
let file: string;
let github: LocalGithub | undefined;

beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'devpulse-github-'));
  file = path.join(directory, 'local-github.json');
});
afterEach(async () => {
  await github?.close();
  rmSync(directory, { recursive: true, force: true });
});

async function start(port = 0, until = UNTIL): Promise<LocalGithub> {
  const memory = new GithubMemory(file, { seed: 'fernhill', pullRequests: 60, until });
  const opened: LocalGithub = await openLocalGithub({ port, onChange: () => memory.save(opened) });
  memory.recall(opened);
  memory.save(opened);
  github = opened;
  // connections of this process to a former one at this port end first
  await expect
    .poll(() =>
      fetch(opened.url).then(
        ({ status }) => status,
        () => 0,
      ),
    )
    .toBe(200);
  return opened;
}

const portOf = ({ url }: LocalGithub) => Number(new URL(url).port);

function send(to: LocalGithub, address: string, fields: Record<string, string>): Promise<Response> {
  const body = new URLSearchParams(fields);
  return fetch(`${to.url}${address}`, { method: 'POST', body, redirect: 'manual' });
}

/** What a person does on the pages and DevPulse afterwards: an App from a manifest, by its code. */
async function makeApp(on: LocalGithub, name: string): Promise<{ app: GithubApp; privateKey: string }> {
  const fields = { name, manifest: JSON.stringify(MANIFEST) };
  const made = await send(on, '/organizations/Larkspur/settings/apps/new/create', fields);
  const code = new URL(made.headers.get('location') ?? '').searchParams.get('code');
  const address = `${on.url}/api/v3/app-manifests/${code}/conversions`;
  const { id, pem } = (await (await fetch(address, { method: 'POST' })).json()) as {
    id: number;
    pem: string;
  };
  const app = on.registry.apps.get(id);
  if (app === undefined) throw new Error('the App is missing');
  return { app, privateKey: pem };
}

function historyOf({ world }: LocalGithub): unknown[] {
  return [...world.pullRequests.values()].map(({ id, number, repository, title, updatedAt, headOid }) => [
    id,
    number,
    repository.id,
    title,
    updatedAt,
    headOid,
  ]);
}

async function install(on: LocalGithub, app: GithubApp): Promise<number> {
  const target = String(on.world.accountByLogin('Larkspur')?.id);
  await send(on, `/github-apps/${app.slug}/installations/new`, { selection: 'all', target_id: target });
  const [installation] = on.registry.installationsOf(app);
  return installation?.id ?? 0;
}

test('an App that was made before a kill speaks at the next start, of the same pull requests', async () => {
  const before = await start();
  const history = historyOf(before);
  const { app, privateKey } = await makeApp(before, 'DevPulse Larkspur');
  const installationId = await install(before, app);
  await before.close(); // nothing is written at the end: a kill loses no more
  const after = await start(portOf(before), UNTIL + 86_400_000);
  expect(after.url).toBe(before.url);
  expect(history).toHaveLength(60);
  expect(historyOf(after)).toEqual(history);
  const known = after.registry.apps.get(app.id);
  expect(known).toMatchObject({ slug: app.slug, clientSecret: app.clientSecret });
  expect(known).toMatchObject({ hookUrl: MANIFEST.hook_attributes.url, webhookSecret: app.webhookSecret });
  const asApp = new TestClient(after, appJwt(app, privateKey, Date.now()));
  expect((await asApp.rest('/app')).body.id).toBe(app.id);
  const installation = after.registry.installations.get(installationId);
  if (installation === undefined) throw new Error('the installation is missing');
  const asInstallation = await installationClient(after, { app, privateKey, installation, now: Date.now() });
  expect((await asInstallation.rest('/installation/repositories')).body.total_count).toBe(5);
});

test('what is suspended, uninstalled or made later is kept too, and no number is given twice', async () => {
  const before = await start();
  const first = await makeApp(before, 'First');
  const second = await makeApp(before, 'Second');
  const suspended = await install(before, first.app);
  const uninstalled = await install(before, second.app);
  await send(before, `/settings/installations/${suspended}/suspend`, {});
  await send(before, `/settings/installations/${uninstalled}/uninstall`, {});
  await before.close();
  const after = await start();
  expect([...after.registry.installations.keys()]).toEqual([suspended]);
  expect(after.registry.installations.get(suspended)?.suspendedBy?.login).toBe('martalind');
  const third = await makeApp(after, 'Third');
  const former = [first.app, second.app].flatMap(({ id, hookId }) => [id, hookId]);
  expect([...former, suspended, uninstalled]).not.toContain(third.app.id);
  expect(third.app.id).toBeGreaterThan(Math.max(...former, suspended));
});

test('the file is its owner’s alone, and one that is torn stops the start', async () => {
  const opened = await start();
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ port: portOf(opened), until: UNTIL });
  await opened.close();
  writeFileSync(file, '{"seed":"fernhill"}');
  await expect(start()).rejects.toThrow('pullRequests');
});

test('people of Larkspur open their pull requests on working days, in working hours', async () => {
  const { world } = await start();
  const openings = [...world.pullRequests.values()].map(({ createdAt }) => new Date(createdAt));
  expect(openings).toHaveLength(60);
  expect(openings.filter((at) => at.getUTCDay() % 6 === 0)).toEqual([]);
  expect(openings.filter((at) => at.getUTCHours() < 8 || at.getUTCHours() >= 16)).toEqual([]);
  expect(openings.filter((at) => at.getTime() > UNTIL)).toEqual([]);
});

test('the first page names who is signed in and what there is; links of the dashboard lead somewhere', async () => {
  const opened = await start();
  await makeApp(opened, 'DevPulse <b>');
  const home = await (await fetch(`${opened.url}/`)).text();
  expect(home).toContain('<strong>martalind</strong>');
  expect(home).toContain('<strong>Larkspur</strong>: 5 repositories, 60 pull requests');
  expect(home).toContain('DevPulse &lt;b&gt;');
  const [one] = opened.world.pullRequests.values();
  const shown = await fetch(`${opened.url}/Larkspur/${one?.repository.name}/pull/${one?.number}`);
  expect(shown.status).toBe(200);
  expect(await shown.text()).toContain(`#${one?.number}`);
  expect((await fetch(`${opened.url}/Larkspur/none/pull/1`)).status).toBe(404);
});
