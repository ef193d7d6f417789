import { request } from 'node:http';
import { expect, test } from 'vitest';
import { listenForAnswer } from './loopback.ts';

const STATE = 'the-state-of-this-request';
const CODE = 'code-that-the-server-made';

/** Status of the answer; null when nobody listens. */
function visit(
  address: string,
  headers: Record<string, string> = {},
  method = 'GET',
): Promise<number | null> {
  return new Promise((resolve) => {
    const asked = request(address, { method, headers, agent: false }, (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode ?? null));
    });
    asked.on('error', () => resolve(null));
    asked.end();
  });
}

test('the browser comes back once, to 127.0.0.1 and a free port', async () => {
  const { redirectUri, answer } = await listenForAnswer(STATE);
  expect(redirectUri).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/callback$/);
  expect(await visit(`${redirectUri}?code=${CODE}&state=${STATE}`)).toBe(200);
  expect(await answer).toEqual({ type: 'code', code: CODE });
  expect(await visit(`${redirectUri}?code=${CODE}&state=${STATE}`)).toBeNull();
});

test.each(['another', '', STATE.slice(1), `${STATE}x`])(
  'a wrong state (%j) ends the request',
  async (state) => {
    const { redirectUri, answer } = await listenForAnswer(STATE);
    expect(await visit(`${redirectUri}?code=${CODE}&state=${state}`)).toBe(400);
    expect(await answer).toEqual({ type: 'state_mismatch' });
    expect(await visit(`${redirectUri}?code=${CODE}&state=${STATE}`)).toBeNull();
  },
);

test('a refusal is told, with the right state alone', async () => {
  const { redirectUri, answer } = await listenForAnswer(STATE);
  expect(await visit(`${redirectUri}?error=access_denied&state=${STATE}`)).toBe(200);
  expect(await answer).toEqual({ type: 'denied' });
});

test('other paths, methods and names are not the answer, and do not end the wait', async () => {
  const { redirectUri, answer, cancel } = await listenForAnswer(STATE);
  const good = `${redirectUri}?code=${CODE}&state=${STATE}`;
  expect(await visit(good.replace('/callback', '/favicon.ico'))).toBe(404);
  expect(await visit(good, {}, 'POST')).toBe(404);
  expect(await visit(good, { host: 'rebound.example' })).toBe(404);
  expect(await visit(good)).toBe(200);
  expect(await answer).toEqual({ type: 'code', code: CODE });
  cancel();
});

test('after its time nobody listens any more', async () => {
  const { redirectUri, answer } = await listenForAnswer(STATE, 20);
  expect(await answer).toEqual({ type: 'took_too_long' });
  expect(await visit(`${redirectUri}?code=${CODE}&state=${STATE}`)).toBeNull();
});

test('a cancelled request is over', async () => {
  const { redirectUri, answer, cancel } = await listenForAnswer(STATE);
  cancel();
  expect(await answer).toEqual({ type: 'cancelled' });
  expect(await visit(`${redirectUri}?code=${CODE}&state=${STATE}`)).toBeNull();
});
