import { createHash, randomBytes } from 'node:crypto';

/** RFC 7636, S256. `state` ties the answer to this very request. */
export function newPkce(): { verifier: string; challenge: string; state: string } {
  const verifier = randomBytes(32).toString('base64url');
  const challenge = createHash('sha256').update(verifier).digest('base64url');
  return { verifier, challenge, state: randomBytes(32).toString('base64url') };
}
