import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type FixtureApi, startFixtureApi } from '../../apps/web/test/fixture-api.ts';
import { multipart, rawRequest } from './raw-request.ts';
import { openSignedIn, sessionCookie } from './signed-in.ts';
import { type StandaloneWeb, startStandaloneWeb } from './standalone-web.ts';
import { launchBrowser } from './web-page.ts';

vi.setConfig({ testTimeout: 60_000 });

let api: FixtureApi;
let web: StandaloneWeb;
let browser: Browser;

beforeAll(async () => {
  api = await startFixtureApi();
  [web, browser] = await Promise.all([startStandaloneWeb(api.url), launchBrowser()]);
}, 60_000);

afterAll(async () => {
  await browser?.close();
  await web?.stop();
  await api?.close();
});

const EVIL = `<script>window.ran = ['inline']</script><script src="/evil.js"></script>`;
const writes = () => api.state.mutations.filter((id) => !['refreshSession', 'signIn'].includes(id));

/** The form of the name as the server wrote it, with everything that its action needs. */
async function nameForm(cookie: string): Promise<{ cookie: string; fields: Record<string, string> }> {
  const renewed = await rawRequest(`${web.url}/session/renew?next=/account`, { headers: { cookie } });
  const fresh = String(renewed.headers['set-cookie']).split(';')[0] ?? '';
  const { body } = await rawRequest(`${web.url}/account`, { headers: { cookie: fresh } });
  const form = /<form[^>]*>(?:(?!<\/form>).)*name="name".*?<\/form>/s.exec(body)?.[0] ?? '';
  const fields: Record<string, string> = {};
  for (const [input] of form.matchAll(/<input[^>]*type="hidden"[^>]*>/g)) {
    const name = /name="([^"]*)"/.exec(input)?.[1];
    const value = /value="([^"]*)"/.exec(input)?.[1] ?? '';
    if (name) fields[name] = value.replaceAll('&quot;', '"').replaceAll('&amp;', '&');
  }
  return { cookie: fresh, fields: { ...fields, name: 'Changed by the form' } };
}

describe('forms of other sites (C17)', () => {
  const host = () => new URL(web.url).host;
  const matrix: [string, () => Record<string, string>][] = [
    ['another site', () => ({ 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' })],
    ['another site that hides its origin', () => ({ 'sec-fetch-site': 'cross-site' })],
    [
      'a sibling of the same site',
      () => ({ 'sec-fetch-site': 'same-site', origin: `http://evil.${host()}` }),
    ],
    ['a sibling without an origin', () => ({ 'sec-fetch-site': 'same-site' })],
    ['a null origin', () => ({ origin: 'null' })],
    ['a null origin that says same-origin', () => ({ 'sec-fetch-site': 'same-origin', origin: 'null' })],
    ['an address typed in', () => ({ 'sec-fetch-site': 'none' })],
    ['an old browser on another site', () => ({ origin: 'https://evil.example' })],
    ['an old browser on another port', () => ({ origin: 'http://127.0.0.1:1' })],
    ['a request that says nothing', () => ({})],
  ];

  test.each(matrix)('%s is refused and changes nothing', async (_, headers) => {
    const { cookie, fields } = await nameForm(sessionCookie(api));
    const form = multipart(fields);
    const before = writes().length;
    const answer = await rawRequest(`${web.url}/account`, {
      method: 'POST',
      headers: { ...form.headers, cookie, ...headers() },
      body: form.body,
    });
    expect([answer.status, writes().length]).toEqual([403, before]);
  });

  test.each([
    ['text/plain', 'name=x'],
    ['text/plain;charset=UTF-8', '["x"]'],
    ['application/x-www-form-urlencoded', 'name=x'],
  ])('a body of type %s is refused, even from our own origin', async (type, body) => {
    const answer = await rawRequest(`${web.url}/account`, {
      method: 'POST',
      headers: {
        'content-type': type,
        'sec-fetch-site': 'same-origin',
        origin: web.url,
        cookie: sessionCookie(api),
      },
      body,
    });
    expect(answer.status).toBe(403);
  });

  test('the same form from our own page works, by Sec-Fetch-Site and by Origin alone', async () => {
    for (const headers of [{ 'sec-fetch-site': 'same-origin', origin: web.url }, { origin: web.url }]) {
      const { cookie, fields } = await nameForm(sessionCookie(api));
      const form = multipart(fields);
      const before = writes().length;
      const answer = await rawRequest(`${web.url}/account`, {
        method: 'POST',
        headers: { ...form.headers, ...headers, cookie },
        body: form.body,
      });
      expect(answer.status).toBe(200);
      expect(writes().slice(before)).toEqual(['updateAccount']);
    }
  });

  test('a page of a sibling origin in a real browser, whose form carries the cookie, is refused', async () => {
    const evil = createServer((_, response) => {
      response.setHeader('content-type', 'text/html');
      response.end(`<form method="post" action="${web.url}/account" enctype="multipart/form-data">
        <input name="name" value="Changed by the form"></form><script>document.forms[0].submit()</script>`);
    });
    await new Promise<void>((resolve) => evil.listen(0, '127.0.0.1', resolve));
    const { page } = await openSignedIn(browser, { api, url: web.url });
    await page.goto(`${web.url}/account`);
    const before = writes().length;
    const answered = page.waitForResponse((response) => response.request().method() === 'POST');
    await page.goto(`http://127.0.0.1:${(evil.address() as AddressInfo).port}/`).catch(() => null);
    const answer = await answered;
    expect(answer.request().headers()['sec-fetch-site'] ?? 'same-site').toBe('same-site');
    expect([answer.status(), writes().length]).toEqual([403, before]);
    evil.close();
  });
});

describe('content security policy', () => {
  test('every page has a policy with a nonce of its own, and the second line beneath', async () => {
    const nonces = new Set<string>();
    for (const path of ['/sign-in', '/sign-in', '/account', '/nothing/here']) {
      const { headers } = await rawRequest(web.url + path);
      const policy = String(headers['content-security-policy']);
      nonces.add(/'nonce-([^']+)'/.exec(policy)?.[1] ?? '');
      for (const rule of [
        "script-src 'self' 'nonce-",
        "'strict-dynamic'",
        "object-src 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "form-action 'self'",
      ]) {
        expect(policy).toContain(rule);
      }
      expect(policy).not.toMatch(/script-src[^;]*unsafe/);
      expect(headers['x-content-type-options']).toBe('nosniff');
    }
    expect(nonces.size).toBe(4);
  });

  test('our own pages break no rule of it', async () => {
    const { page, complaints } = await openSignedIn(browser, { api, url: web.url });
    await page.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', (event) => {
        console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`);
      });
    });
    for (const path of [
      '/account',
      '/account/security',
      '/instance/mails',
      '/fernhill',
      '/fernhill/pull-requests',
    ]) {
      await page.goto(web.url + path);
      await page.waitForTimeout(500);
    }
    await page.getByRole('button', { name: 'Dark' }).first().click();
    await page.getByRole('link', { name: 'Overview' }).first().click();
    await page.locator('[data-live="live"]').waitFor();
    expect(complaints).toEqual([]);
  });

  test.each([
    ['does not run', false],
    ['runs where the browser is told to ignore the policy', true],
  ])('script that got into a page %s', async (_, bypassCSP) => {
    const { page } = await openSignedIn(browser, { api, url: web.url }, { bypassCSP });
    await page.goto(`${web.url}/account`);
    await page.route('**/account', async (route) => {
      const response = await route.fetch();
      const body = (await response.text()).replace('</body>', `${EVIL}</body>`);
      expect(body).toContain(EVIL);
      await route.fulfill({ response, body });
    });
    await page.route('**/evil.js', (route) =>
      route.fulfill({ body: 'window.ran = [...(window.ran ?? []), "file"]' }),
    );
    await page.goto(`${web.url}/account`);
    await page.getByRole('heading', { name: 'Profile' }).waitFor();
    await page.evaluate(() => {
      document.body.insertAdjacentHTML(
        'beforeend',
        `<img src="/y" onerror="window.ran = [...(window.ran ?? []), 'handler']">`,
      );
    });
    await page.waitForTimeout(1000);
    const ran = await page.evaluate(() => (window as { ran?: string[] }).ran ?? []);
    expect(new Set(ran)).toEqual(new Set(bypassCSP ? ['inline', 'file', 'handler'] : []));
  });
});

describe('headers that a client makes up (C15, C20)', () => {
  const seenAddress = () => api.state.lastHeaders.get('getInstance')?.['x-forwarded-for'];

  test('the API is told the address of the connection, whatever the client claims', async () => {
    for (const claimed of ['6.6.6.6', '6.6.6.6, 7.7.7.7', '::1', 'not an address', '']) {
      await rawRequest(`${web.url}/sign-in`, {
        headers: {
          'x-forwarded-for': claimed,
          'x-real-ip': '6.6.6.6',
          forwarded: 'for=6.6.6.6',
          'x-devpulse-client': 'key 6.6.6.6',
        },
      });
      expect(seenAddress()).toBe('127.0.0.1');
    }
    await rawRequest(`${web.url}/sign-in`, { headers: { 'x-forwarded-for': ['6.6.6.6', '7.7.7.7'] } });
    expect(seenAddress()).toBe('127.0.0.1');
  });

  test('a trusted proxy is believed as far as its own hop, and no further', async () => {
    const behindProxy = await startStandaloneWeb(api.url, { TRUSTED_PROXIES: '127.0.0.0/8, 10.0.0.0/8' });
    try {
      await rawRequest(`${behindProxy.url}/sign-in`, {
        headers: { 'x-forwarded-for': '6.6.6.6, 203.0.113.9, 10.1.2.3' },
      });
      expect(seenAddress()).toBe('203.0.113.9');
    } finally {
      await behindProxy.stop();
    }
  });

  test.each([
    ['x-middleware-subrequest', 'src/proxy:src/proxy:src/proxy:src/proxy:src/proxy'],
    ['x-user-id', '0198c1d2-0000-7000-8000-0000000000a1'],
    ['x-org-id', 'fernhill'],
    ['x-http-method-override', 'DELETE'],
    ['authorization', 'Bearer fixture-access-made-up'],
    ['x-devpulse-path', '//evil.example'],
    ['x-forwarded-host', 'evil.example'],
  ])('%s has no effect', async (name, value) => {
    const answer = await rawRequest(`${web.url}/account`, { headers: { [name]: value } });
    expect([answer.status, answer.headers.location]).toEqual([307, '/sign-in?next=%2Faccount']);
    expect(answer.headers['content-security-policy']).toContain("'strict-dynamic'");
    const passed = api.state.lastHeaders.get('getInstance') ?? {};
    expect(Object.keys(passed)).not.toContain(name);
  });

  test.each(['TRACE', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'])('%s is not answered', async (method) => {
    const cookie = sessionCookie(api);
    const before = writes().length;
    const answer = await rawRequest(`${web.url}/account`, { method, headers: { cookie } });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    expect(answer.body).not.toContain(cookie);
    expect(writes().length).toBe(before);
  });
});
