import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';

const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** First byte of what is sealed, so that another key or cipher can stand beside this one. */
const VERSION = 1;

export type Vault = {
  /** Encrypts; only `unseal` with the same context opens it again. */
  seal(text: string, context: string): Buffer;
  /** Throws when it was changed, sealed under another key, or sealed for another context. */
  unseal(sealed: Uint8Array, context: string): string;
  /** The same 256 bits for the same parts, on every replica; unguessable without the key. */
  derive(...parts: readonly string[]): Buffer;
};

/** Reads a key of 32 bytes, written in hex or base64; null for anything else. */
export function readVaultKey(text: string): Buffer | null {
  const key = /^[0-9a-f]{64}$/i.test(text) ? Buffer.from(text, 'hex') : Buffer.from(text, 'base64');
  const isWhole = key.length === KEY_BYTES && (text.length === 64 || /^[\w+/-]{43}=?$/.test(text));
  return isWhole && new Set(key).size > 8 ? key : null;
}

export function openVault(key: Buffer): Vault {
  if (key.length !== KEY_BYTES) throw new RangeError(`A vault key has ${KEY_BYTES} bytes`);
  const subkey = (purpose: string) =>
    Buffer.from(hkdfSync('sha256', key, '', `devpulse ${purpose}`, KEY_BYTES));
  const sealingKey = subkey('seal');
  const derivingKey = subkey('derive');
  return {
    seal(text, context) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', sealingKey, nonce).setAAD(Buffer.from(context));
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([Buffer.of(VERSION), nonce, cipher.getAuthTag(), body]);
    },
    unseal(sealed, context) {
      const bytes = Buffer.from(sealed);
      if (bytes[0] !== VERSION) throw new Error('What is sealed has a form that is not known.');
      const bodyAt = 1 + NONCE_BYTES + TAG_BYTES;
      const decipher = createDecipheriv('aes-256-gcm', sealingKey, bytes.subarray(1, 1 + NONCE_BYTES))
        .setAAD(Buffer.from(context))
        .setAuthTag(bytes.subarray(1 + NONCE_BYTES, bodyAt));
      return Buffer.concat([decipher.update(bytes.subarray(bodyAt)), decipher.final()]).toString('utf8');
    },
    derive(...parts) {
      return createHmac('sha256', derivingKey).update(JSON.stringify(parts)).digest();
    },
  };
}
