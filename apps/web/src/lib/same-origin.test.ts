import { expect, test } from 'vitest';
import { isOwnBody, isSameOrigin } from './same-origin.ts';

const from = (headers: Record<string, string>) => new Headers({ host: 'devpulse.example', ...headers });
const OWN = 'https://devpulse.example';

test.each([
  [{ 'sec-fetch-site': 'same-origin', origin: OWN }, true],
  [{ 'sec-fetch-site': 'same-origin' }, true],
  [{ origin: OWN }, true],
  [{ origin: 'https://public.example', 'x-forwarded-host': 'public.example' }, true],
  [{}, false],
  [{ 'sec-fetch-site': 'cross-site' }, false],
  [{ 'sec-fetch-site': 'cross-site', origin: OWN }, false],
  [{ 'sec-fetch-site': 'same-site', origin: 'https://blog.devpulse.example' }, false],
  [{ 'sec-fetch-site': 'none', origin: OWN }, false],
  [{ 'sec-fetch-site': 'same-origin', origin: 'null' }, false],
  [{ 'sec-fetch-site': 'same-origin', origin: 'https://evil.example' }, false],
  [{ origin: 'null' }, false],
  [{ origin: 'https://devpulse.example:8443' }, false],
  [{ origin: 'https://devpulse.example.evil.example' }, false],
  [{ origin: OWN, 'x-forwarded-host': 'public.example' }, false],
])('%j: %s', (headers, isSame) => {
  expect(isSameOrigin(from(headers as Record<string, string>))).toBe(isSame);
});

test.each([
  [{ 'content-type': 'multipart/form-data; boundary=x' }, true],
  [{ 'content-type': 'text/plain;charset=UTF-8', 'next-action': 'abc' }, true],
  [{ 'content-type': 'text/plain' }, false],
  [{ 'content-type': 'TEXT/PLAIN; x=multipart/form-data' }, false],
  [{ 'content-type': 'application/x-www-form-urlencoded' }, false],
])('body %j: %s', (headers, isOwn) => {
  expect(isOwnBody(from(headers as Record<string, string>))).toBe(isOwn);
});
