import type { SafeStorage } from 'electron';
import { z } from 'zod';
import { readWhole, removeFile, writeWhole } from '../files/atomic-file.ts';

/** The asynchronous half of `safeStorage`; the other half is on its way out of Electron. */
export type SecretStorage = Pick<
  SafeStorage,
  'isAsyncEncryptionAvailable' | 'encryptStringAsync' | 'decryptStringAsync' | 'getSelectedStorageBackend'
>;

/** What keeps a person signed in from one start to the next. */
export const KeptSignIn = z.strictObject({
  server: z.url(),
  userId: z.uuid(),
  deviceId: z.uuid(),
  sessionId: z.uuid(),
  refreshToken: z.string().min(16).max(400),
  refreshExpiresAt: z.iso.datetime(),
});
export type KeptSignIn = z.infer<typeof KeptSignIn>;

export type KeptSignInReading =
  | { state: 'none' }
  | { state: 'kept'; signIn: KeptSignIn }
  /** Copied from elsewhere, cut, or of a key that is gone: the person signs in once more. */
  | { state: 'unreadable' };

export type TokenVault = {
  /** False: nothing is written, and the sign-in ends with the app. */
  isKept: () => Promise<boolean>;
  read: () => Promise<KeptSignInReading>;
  write: (signIn: KeptSignIn) => Promise<void>;
  forget: () => void;
};

type Options = { storage: SecretStorage; file: string; platform: NodeJS.Platform };

/** A refresh token is on the disk in the system's own encryption or not at all. */
export function createTokenVault({ storage, file, platform }: Options): TokenVault {
  async function isKept(): Promise<boolean> {
    try {
      if (!(await storage.isAsyncEncryptionAvailable())) return false;
      if (platform !== 'linux') return true;
      // `basic_text` encrypts with a password that everybody knows
      return !['basic_text', 'unknown'].includes(storage.getSelectedStorageBackend());
    } catch {
      return false;
    }
  }

  async function write(signIn: KeptSignIn): Promise<void> {
    if (await isKept()) writeWhole(file, await storage.encryptStringAsync(JSON.stringify(signIn)));
    else removeFile(file);
  }

  async function read(): Promise<KeptSignInReading> {
    if (!(await isKept())) return { state: 'none' };
    const sealed = readWhole(file);
    if (sealed === null) return { state: 'none' };
    try {
      const { result, shouldReEncrypt } = await storage.decryptStringAsync(sealed);
      const signIn = KeptSignIn.parse(JSON.parse(result));
      if (shouldReEncrypt) await write(signIn);
      return { state: 'kept', signIn };
    } catch {
      return { state: 'unreadable' };
    }
  }

  return { isKept, read, write, forget: () => removeFile(file) };
}
