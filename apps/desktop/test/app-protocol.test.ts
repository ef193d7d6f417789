import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { createAppHandler } from '../src/main/protocol.ts';

let answer: ReturnType<typeof createAppHandler>;
beforeAll(() => {
  const outside = mkdtempSync(path.join(os.tmpdir(), 'devpulse-protocol-'));
  const root = path.join(outside, 'root');
  mkdirSync(path.join(root, 'assets'), { recursive: true });
  writeFileSync(path.join(outside, 'secret.js'), 'secret');
  writeFileSync(path.join(root, 'index.html'), '<!doctype html>');
  writeFileSync(path.join(root, 'assets/a.js'), '1');
  writeFileSync(path.join(root, 'notes.txt'), 'text');
  symlinkSync(path.join(outside, 'secret.js'), path.join(root, 'link.js'));
  answer = createAppHandler(root);
});

const get = (address: string, init?: RequestInit) => answer(new Request(address, init));

test('own files come with their type and the security headers', async () => {
  const index = await get('app://devpulse/');
  expect(index.status).toBe(200);
  expect(await index.text()).toBe('<!doctype html>');
  expect(index.headers.get('content-type')).toBe('text/html; charset=utf-8');
  const script = await get('app://devpulse/assets/a.js?x=1#y');
  expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
  expect(script.headers.get('x-content-type-options')).toBe('nosniff');
  expect(script.headers.get('referrer-policy')).toBe('no-referrer');
  const head = await get('app://devpulse/index.html', { method: 'HEAD' });
  expect([head.status, await head.text()]).toEqual([200, '']);
});

test.each([
  'app://devpulse/../secret.js',
  'app://devpulse/%2e%2e/secret.js',
  'app://devpulse/..%2fsecret.js',
  'app://devpulse/%2e%2e%2fsecret.js',
  'app://devpulse/assets/../../secret.js',
  'app://devpulse/assets/..%5c..%5csecret.js',
  'app://devpulse//etc/passwd',
  'app://devpulse/%00index.html',
  'app://devpulse/link.js',
  'app://devpulse/notes.txt',
  'app://devpulse/assets',
  'app://other/index.html',
  'app://devpulse:80/index.html',
  'app://user:word@devpulse/index.html',
  'file:///etc/passwd',
])('%s is not found', async (address) => {
  const request = { url: address, method: 'GET' } as Request;
  const { status, headers } = await answer(request);
  expect(status).toBe(404);
  expect(headers.get('content-security-policy')).toContain("default-src 'none'");
});

test.each(['POST', 'PUT', 'DELETE'])('%s is refused', async (method) => {
  expect((await get('app://devpulse/index.html', { method })).status).toBe(405);
});
