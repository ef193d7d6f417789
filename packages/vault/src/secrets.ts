import { createHash, randomBytes } from 'node:crypto';

/** 256 bits of the system's generator, as text for links and headers (ASVS 7.2.3). */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** Under which a secret is stored and found. A hash without salt is enough: what is hashed cannot be guessed. */
export function hashSecret(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
