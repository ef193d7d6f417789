import { generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { openVault, readVaultKey } from '@devpulse/vault/vault';
import type pg from 'pg';

const TOKEN_SECONDS = 600;

export type Signing = (of: { sessionId: string; userId: string; issuer: string }) => string;

/** Puts a signing key into an instance that has none, as its API would; answers what signs access tokens with it. */
export async function addSigningKey(owner: pg.Client, encryptionKey: string): Promise<Signing> {
  const vaultKey = readVaultKey(encryptionKey);
  if (vaultKey === null) throw new Error('not a key');
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const kid = randomUUID();
  const sealed = openVault(vaultKey).seal(
    JSON.stringify(privateKey.export({ format: 'jwk' })),
    `signing-key:${kid}`,
  );
  await owner.query(
    'INSERT INTO signing_key (kid, public_jwk, private_encrypted, created_at) VALUES ($1, $2, $3, now())',
    [kid, JSON.stringify(publicKey.export({ format: 'jwk' })), sealed],
  );
  return ({ sessionId, userId, issuer }) => {
    const iat = Math.floor(Date.now() / 1_000);
    const claims = { sid: sessionId, iss: issuer, aud: 'devpulse-api', sub: userId };
    const signed = [
      { alg: 'EdDSA', typ: 'at+jwt', kid },
      { ...claims, iat, exp: iat + TOKEN_SECONDS },
    ]
      .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
      .join('.');
    return `${signed}.${sign(null, Buffer.from(signed), privateKey).toString('base64url')}`;
  };
}
