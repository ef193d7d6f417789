import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { storyNow } from '../../test/read-history.ts';
import { appJwt, TestClient } from '../testing/client.ts';
import { violations } from '../testing/conformance.ts';
import { openStage, type TestStage } from '../testing/stage.ts';

let stage: TestStage;
const back = 'http://127.0.0.1:9/back';

beforeEach(async () => {
  stage = await openStage(1);
});

afterEach(() => stage.close());

/** What a browser does: fills the form of a page and presses its only or its named button. */
class Browser {
  #page = '';

  async open(path: string, form?: Record<string, string>): Promise<void> {
    const response = await this.#ask(path, form === undefined ? undefined : new URLSearchParams(form));
    this.#page = await response.text();
    expect(response.status, this.#page).toBe(200);
  }

  /** Sends the form that has the button; answers with the address that GitHub sends the browser to. */
  async press(button: string, filled: readonly (readonly [string, string])[] = []): Promise<URL> {
    const form = this.#page
      .split('<form')
      .slice(1)
      .find((text) => text.includes(`>${button}`));
    const action = /action="([^"]+)"/.exec(form ?? '')?.[1] ?? '';
    const inputs = [...(form ?? '').matchAll(/<input (?:type="hidden" )?name="(\w+)" value="([^"]*)"/g)];
    const read = (text = '') => text.replaceAll('&quot;', '"').replaceAll('&amp;', '&');
    const fields = inputs.map(([, name = '', value]): [string, string] => [name, read(value)]);
    const response = await this.#ask(
      action,
      new URLSearchParams([...fields, ...filled].map(([a, b]) => [a, b])),
    );
    this.#page = await response.text();
    return new URL(response.headers.get('location') ?? 'http://nowhere', stage.github.url);
  }

  #ask(path: string, form?: URLSearchParams): Promise<Response> {
    const address = new URL(path, stage.github.url);
    return fetch(address, { redirect: 'manual', ...(form && { method: 'POST', body: form }) });
  }
}

const manifest = () => ({
  name: 'DevPulse <Fernhill>',
  url: 'http://127.0.0.1:9',
  redirect_url: back,
  callback_urls: [`${back}/installed`],
  hook_attributes: { url: stage.receiver.url },
  public: false,
  default_permissions: { pull_requests: 'read', metadata: 'read', contents: 'read', members: 'read' },
  default_events: ['pull_request', 'push'],
  request_oauth_on_install: true,
});

async function madeByManifest(browser: Browser) {
  const text = JSON.stringify(manifest());
  await browser.open('/organizations/Fernhill/settings/apps/new?state=abc', { manifest: text });
  const returned = await browser.press('Create GitHub App');
  expect(returned.href.startsWith(back)).toBe(true);
  expect(returned.searchParams.get('state')).toBe('abc');
  const code = returned.searchParams.get('code');
  const nobody = new TestClient(stage.github, 'ghs_none');
  return fetch(`${stage.github.url}/api/v3/app-manifests/${code}/conversions`, { method: 'POST' }).then(
    async (first) => {
      expect(first.status).toBe(201);
      expect((await nobody.rest('/app')).status).toBe(401);
      const again = await fetch(`${stage.github.url}/api/v3/app-manifests/${code}/conversions`, {
        method: 'POST',
      });
      expect(again.status).toBe(404);
      return first.json();
    },
  );
}

test('from a manifest to figures: App, installation, webhook, consent, token', async () => {
  const browser = new Browser();
  const converted = await madeByManifest(browser);
  expect(violations('conversion', converted)).toEqual([]);
  const { registry } = stage.github;
  const app = registry.apps.get(converted.id);
  if (app === undefined) throw new Error('no App was made');
  const asApp = new TestClient(stage.github, appJwt(app, converted.pem, storyNow));
  expect((await asApp.rest('/app')).body).toMatchObject({ slug: app.slug, events: ['pull_request', 'push'] });

  const ledger = stage.repository('ledger');
  await browser.open(`/github-apps/${app.slug}/installations/new?state=xyz`);
  const returned = await browser.press('Install &amp; Authorize', [
    ['selection', 'selected'],
    ['repository', String(ledger.id)],
  ]);
  const { searchParams } = returned;
  expect(returned.href.startsWith(`${back}/installed`)).toBe(true);
  expect([searchParams.get('setup_action'), searchParams.get('state')]).toEqual(['install', 'xyz']);
  const installation = registry.installations.get(Number(searchParams.get('installation_id')));
  expect([...(installation?.repositoryIds ?? [])]).toEqual([ledger.id]);

  const webhook = JSON.parse(stage.receiver.received.at(-1)?.body ?? '{}');
  expect(webhook).toMatchObject({
    action: 'created',
    installation: { id: installation?.id, app_id: app.id },
  });
  expect(webhook.repositories.map((one: { id: number }) => one.id)).toEqual([ledger.id]);

  const given = await fetch(`${stage.github.url}/login/oauth/access_token`, {
    method: 'POST',
    headers: { accept: 'application/json', 'content-type': 'application/json' },
    body: JSON.stringify({
      client_id: converted.client_id,
      client_secret: converted.client_secret,
      code: searchParams.get('code'),
    }),
  });
  const { access_token: token } = (await given.json()) as { access_token: string };
  expect(token).toMatch(/^ghu_/);
  const listed = await new TestClient(stage.github, token).rest('/user/installations');
  expect(listed.body.installations.map((one: { id: number }) => one.id)).toEqual([installation?.id]);
});

test('a public App asks for the account; a private one goes to its owner alone', async () => {
  const { github, owner } = stage;
  const elsewhere = github.world.addOrganization('Elsewhere');
  const spec = { owner: elsewhere, name: 'Hosted', setupUrl: back, isPublic: true };
  const { app } = github.createApp(spec);
  const path = `/apps/${app.slug}/installations/new`;
  const asked = await (await fetch(`${github.url}${path}?state=s`)).text();
  expect(asked).toContain(`state=s&amp;target_id=${owner.id}`);
  expect(asked).not.toContain('Elsewhere');
  const browser = new Browser();
  await browser.open(`${path}?state=s&target_id=${owner.id}`);
  const returned = await browser.press('Install', [['selection', 'all']]);
  expect(returned.searchParams.get('state')).toBe('s');
  const id = Number(returned.searchParams.get('installation_id'));
  expect(github.registry.installations.get(id)?.account).toBe(owner);
  expect((await fetch(`${github.url}${path}?target_id=${elsewhere.id}`)).status).toBe(404);
});

describe('the settings of an installation', () => {
  test('change its repositories, suspend it and end it, each with its webhook', async () => {
    const browser = new Browser();
    const path = `/settings/installations/${stage.installation.id}`;
    await browser.open(path);
    await browser.press('Save', [
      ['selection', 'selected'],
      ['repository', String(stage.repository('ledger').id)],
    ]);
    for (const button of ['Suspend', 'Unsuspend', 'Uninstall']) {
      await browser.open(path);
      await browser.press(button);
    }
    const told = stage.receiver.received.map(({ headers, body }) => [
      headers['x-github-event'],
      JSON.parse(body).action,
    ]);
    expect(told).toEqual([
      ['installation_repositories', 'removed'],
      ['installation', 'suspend'],
      ['installation', 'unsuspend'],
      ['installation', 'deleted'],
    ]);
    expect(stage.github.registry.installations.has(stage.installation.id)).toBe(false);
  });
});

describe('consent', () => {
  const consent = async (query: Record<string, string>) => {
    const browser = new Browser();
    await browser.open(`/login/oauth/authorize?${new URLSearchParams(query)}`);
    return browser.press('Authorize');
  };

  test('gives a code that works once, and only with its verifier', async () => {
    const { app } = stage.github.createApp({ owner: stage.owner, name: 'Sign-in', callbackUrls: [back] });
    const challenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';
    const verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
    const asked = { client_id: app.clientId, state: 's', code_challenge: challenge };
    const exchange = async (code: string | null, code_verifier: string) => {
      const body = new URLSearchParams({
        client_id: app.clientId,
        client_secret: app.clientSecret,
        code: code ?? '',
        code_verifier,
      });
      const response = await fetch(`${stage.github.url}/login/oauth/access_token`, { method: 'POST', body });
      return new URLSearchParams(await response.text());
    };
    const wrong = (await consent(asked)).searchParams.get('code');
    expect((await exchange(wrong, 'another')).get('error')).toBe('bad_verification_code');
    const returned = await consent(asked);
    expect(returned.searchParams.get('state')).toBe('s');
    const code = returned.searchParams.get('code');
    expect((await exchange(code, verifier)).get('access_token')).toMatch(/^ghu_/);
    expect((await exchange(code, verifier)).get('error')).toBe('bad_verification_code');
  });

  test('goes back to no address but the App’s own', async () => {
    const { app } = stage.github.createApp({ owner: stage.owner, name: 'Sign-in', callbackUrls: [back] });
    const query = new URLSearchParams({ client_id: app.clientId, redirect_uri: 'https://evil.example/' });
    const response = await fetch(`${stage.github.url}/login/oauth/authorize?${query}`);
    expect(response.status).toBe(400);
  });
});

test('a manifest that GitHub would refuse makes no App, and names are never HTML', async () => {
  const before = stage.github.registry.apps.size;
  const body = new URLSearchParams({ manifest: '{"name":"x"}' });
  const response = await fetch(`${stage.github.url}/settings/apps/new`, { method: 'POST', body });
  expect(response.status).toBe(422);
  expect(stage.github.registry.apps.size).toBe(before);
  const shown = await fetch(`${stage.github.url}/settings/apps/new`, {
    method: 'POST',
    body: new URLSearchParams({ manifest: JSON.stringify(manifest()) }),
  });
  expect(await shown.text()).not.toContain('<Fernhill>');
});
