import { createHash, createPrivateKey, createPublicKey } from 'node:crypto';

/**
 * The fingerprint under which GitHub lists a private key of an App: SHA-256 of the public key, base64. Null for text that is no RSA
 * private key.
 */
export function fingerprintOf(privateKey: string): string | null {
  try {
    const key = createPrivateKey(privateKey);
    if (key.asymmetricKeyType !== 'rsa') return null;
    const publicKey = createPublicKey(key).export({ type: 'spki', format: 'der' });
    return createHash('sha256').update(publicKey).digest('base64');
  } catch {
    return null;
  }
}
