import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { githubEnvironment, parseEnvironment, requireWholeGithubApp } from './environment.ts';

const schema = z.object(githubEnvironment).superRefine(requireWholeGithubApp);
const read = (source: Record<string, string>) => parseEnvironment(schema, 'test', source);

function newKey(type: 'pkcs1' | 'pkcs8'): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return String(privateKey.export({ type, format: 'pem' })).trim();
}

const keys = [newKey('pkcs1'), newKey('pkcs8')];

describe('the App of the configuration', () => {
  test.each([
    ['with line breaks', keys.join('\n')],
    ['with \\n for line breaks', keys.join('\n').replaceAll('\n', '\\n')],
    ['in base64', Buffer.from(keys.join('\n')).toString('base64')],
  ])('has its keys %s, in their order', (_name, text) => {
    const { GITHUB_APP_PRIVATE_KEYS } = read({ GITHUB_APP_ID: '12', GITHUB_APP_PRIVATE_KEYS: text });
    expect(GITHUB_APP_PRIVATE_KEYS).toEqual(keys);
  });

  test('has an id and a key, or is none', () => {
    expect(read({})).toEqual({ GITHUB_URL: 'https://github.com' });
    expect(() => read({ GITHUB_APP_ID: '12' })).toThrow('GITHUB_APP_PRIVATE_KEYS is missing');
    expect(() => read({ GITHUB_APP_PRIVATE_KEYS: keys.join() })).toThrow('GITHUB_APP_ID is missing');
  });

  test.each([
    'no key',
    Buffer.from('no key').toString('base64'),
    '-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----',
  ])('is refused with %j, which is not told', (text) => {
    const wrong = () => read({ GITHUB_APP_ID: '12', GITHUB_APP_PRIVATE_KEYS: text });
    expect(wrong).toThrow('GITHUB_APP_PRIVATE_KEYS is not valid');
    expect(wrong).not.toThrow(text);
  });
});

test.each([
  ['https://github.com', true],
  ['https://git.example.com:8443', true],
  ['http://127.0.0.1:4010', true],
  ['http://localhost:4010', true],
  ['http://[::1]:4010', true],
  ['http://git.example.com', false],
  ['http://127.0.0.1.example.com', false],
  ['http://10.0.0.1', false],
  ['https://git.example.com/path', false],
])('%s as the GitHub of the instance: %s', (url, isTaken) => {
  const attempt = () => read({ GITHUB_URL: url });
  if (isTaken) expect(attempt().GITHUB_URL).toBe(url);
  else expect(attempt).toThrow('GITHUB_URL is not valid');
});
