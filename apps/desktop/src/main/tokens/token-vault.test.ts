import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { createTokenVault, type KeptSignIn, type SecretStorage } from './token-vault.ts';

const SIGN_IN: KeptSignIn = {
  server: 'https://devpulse.example',
  userId: '019a0000-0000-7000-8000-000000000001',
  deviceId: '019a0000-0000-7000-8000-000000000002',
  sessionId: '019a0000-0000-7000-8000-000000000003',
  refreshToken: 'dpr_a-secret-that-nobody-sees',
  refreshExpiresAt: '2026-12-30T00:00:00Z',
};

function vaultWith(changes: Partial<SecretStorage> = {}, platform: NodeJS.Platform = 'linux') {
  const file = path.join(mkdtempSync(path.join(os.tmpdir(), 'devpulse-vault-')), 'sign-in.bin');
  let key = 'a';
  const storage: SecretStorage = {
    isAsyncEncryptionAvailable: async () => true,
    getSelectedStorageBackend: () => 'gnome_libsecret',
    encryptStringAsync: async (text) => Buffer.from(`${key}${Buffer.from(text).toString('hex')}`),
    decryptStringAsync: async (sealed) => ({
      result: Buffer.from(sealed.toString().slice(1), 'hex').toString(),
      shouldReEncrypt: sealed.toString()[0] !== key,
    }),
    ...changes,
  };
  const newKey = () => {
    key = 'b';
  };
  return { file, newKey, vault: createTokenVault({ storage, file, platform }) };
}

test('a sign-in is kept in the system’s encryption, never in plain text', async () => {
  const { file, vault } = vaultWith();
  await vault.write(SIGN_IN);
  expect(readFileSync(file, 'utf8')).not.toContain(SIGN_IN.refreshToken);
  expect(await vault.read()).toEqual({ state: 'kept', signIn: SIGN_IN });
  vault.forget();
  expect(await vault.read()).toEqual({ state: 'none' });
});

const NOT_KEPT: Record<string, Partial<SecretStorage>> = {
  'a backend whose password everybody knows': { getSelectedStorageBackend: () => 'basic_text' },
  'a backend that is not known': { getSelectedStorageBackend: () => 'unknown' },
  'no encryption': { isAsyncEncryptionAvailable: async () => false },
  'a storage that fails': { isAsyncEncryptionAvailable: () => Promise.reject(new Error('no keyring')) },
};

test.each(Object.entries(NOT_KEPT))('with %s nothing is written', async (_name, changes) => {
  const { file, vault } = vaultWith(changes);
  writeFileSync(file, 'of an earlier run');
  expect(await vault.isKept()).toBe(false);
  await vault.write(SIGN_IN);
  expect(existsSync(file)).toBe(false);
  expect(await vault.read()).toEqual({ state: 'none' });
});

test('basic_text is a matter of Linux alone', async () => {
  const { vault } = vaultWith({ getSelectedStorageBackend: () => 'basic_text' }, 'darwin');
  expect(await vault.isKept()).toBe(true);
});

test.each(['', 'a', 'axyz', `a${Buffer.from('{"server":1}').toString('hex')}`])(
  'a file that is cut, changed or of another account (%j) asks for a new sign-in, and is no loop',
  async (content) => {
    const { file, vault } = vaultWith();
    writeFileSync(file, content);
    expect(await vault.read()).toEqual({ state: 'unreadable' });
    expect(await vault.read()).toEqual({ state: 'unreadable' });
    await vault.write(SIGN_IN);
    expect(await vault.read()).toEqual({ state: 'kept', signIn: SIGN_IN });
  },
);

test('a key that cannot decrypt asks for a new sign-in', async () => {
  const { file, vault } = vaultWith({ decryptStringAsync: () => Promise.reject(new Error('wrong key')) });
  writeFileSync(file, 'a00');
  expect(await vault.read()).toEqual({ state: 'unreadable' });
});

test('after a change of the key the sign-in is encrypted anew', async () => {
  const { file, newKey, vault } = vaultWith();
  await vault.write(SIGN_IN);
  newKey();
  expect(await vault.read()).toEqual({ state: 'kept', signIn: SIGN_IN });
  expect(readFileSync(file, 'utf8')[0]).toBe('b');
});
