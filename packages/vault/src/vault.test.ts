import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { openVault, readVaultKey } from './vault.ts';

const vault = openVault(randomBytes(32));

test('what is sealed opens in its own context alone', () => {
  const sealed = vault.seal('a secret ✓', 'totp:1');
  expect(vault.unseal(sealed, 'totp:1')).toBe('a secret ✓');
  expect(sealed.toString('latin1')).not.toContain('a secret');
  expect(() => vault.unseal(sealed, 'totp:2')).toThrow();
});

test('a changed byte, another key and a cut are refused', () => {
  const sealed = vault.seal('a secret', 'x');
  for (let at = 0; at < sealed.length; at += 1) {
    const changed = Buffer.from(sealed);
    changed[at] = (changed[at] ?? 0) ^ 1;
    expect(() => vault.unseal(changed, 'x')).toThrow();
  }
  expect(() => openVault(randomBytes(32)).unseal(sealed, 'x')).toThrow();
  expect(() => vault.unseal(sealed.subarray(0, 20), 'x')).toThrow();
});

test('derived values repeat, and differ by every part', () => {
  expect(vault.derive('refresh', 'a', '1')).toEqual(vault.derive('refresh', 'a', '1'));
  expect(vault.derive('refresh', 'a', '1')).not.toEqual(vault.derive('refresh', 'a1'));
  expect(vault.derive('refresh', 'a', '1')).not.toEqual(
    openVault(randomBytes(32)).derive('refresh', 'a', '1'),
  );
});

test.each([
  ['', false],
  ['changeme', false],
  ['0'.repeat(64), false],
  ['ab'.repeat(32), false],
  [randomBytes(31).toString('base64'), false],
  [randomBytes(32).toString('hex'), true],
  [randomBytes(32).toString('base64'), true],
  [randomBytes(32).toString('base64url'), true],
])('%s is a key: %s', (text, isKey) => {
  expect(readVaultKey(text) !== null).toBe(isKey);
});
