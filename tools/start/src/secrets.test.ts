import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ensureSecrets, secretsFile } from './secrets.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'devpulse-secrets-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

test('the generated file is readable by its owner alone and stays as it is', () => {
  const first = ensureSecrets(directory);
  expect(statSync(secretsFile(directory)).mode & 0o777).toBe(0o600);
  expect(ensureSecrets(directory)).toEqual(first);
  expect(first.webhookSecret).toMatch(/^[0-9a-f]{64}$/);
});

test('secrets made anew have nothing in common with the earlier ones', () => {
  const one = Object.values(ensureSecrets(directory));
  rmSync(secretsFile(directory));
  const two = Object.values(ensureSecrets(directory));
  expect(one.filter((value) => two.includes(value))).toEqual([]);
});

test('a file from before there was an encryption key gets one, once, and keeps everything else', () => {
  const { encryptionKey: _, ...older } = { ...ensureSecrets(directory), note: 'by hand' };
  writeFileSync(secretsFile(directory), JSON.stringify(older), { mode: 0o644 });
  const { encryptionKey } = ensureSecrets(directory);
  expect(encryptionKey).toMatch(/^[0-9a-f]{64}$/);
  expect(ensureSecrets(directory).encryptionKey).toBe(encryptionKey);
  expect(JSON.parse(readFileSync(secretsFile(directory), 'utf8'))).toEqual({ ...older, encryptionKey });
  expect(statSync(secretsFile(directory)).mode & 0o777).toBe(0o600);
});

test('a key that is there and wrong is not replaced', () => {
  const wrong = JSON.stringify({ ...ensureSecrets(directory), encryptionKey: 'abc' });
  writeFileSync(secretsFile(directory), wrong);
  expect(() => ensureSecrets(directory)).toThrow('encryptionKey');
  expect(readFileSync(secretsFile(directory), 'utf8')).toBe(wrong);
});

test('a torn file is explained and left alone', () => {
  writeFileSync(secretsFile(directory), '{"webhookSecret": "abc"}');
  expect(() => ensureSecrets(directory)).toThrow('is not usable');
  expect(readFileSync(secretsFile(directory), 'utf8')).toBe('{"webhookSecret": "abc"}');
});
