import { createHash, randomBytes } from 'node:crypto';
import { authorizeDevice, exchangeCode } from '@devpulse/contracts/auth/device-link';
import type { AuthStage } from './auth-stage.ts';
import type { TestPerson } from './people.ts';

export const REDIRECT = 'http://127.0.0.1:49152/callback';
export const DEVICE = { name: 'Ann’s laptop', kind: 'desktop', os: 'Linux', appVersion: '1.0.0' };

export const newVerifier = () => randomBytes(32).toString('base64url');
export const challengeOf = (verifier: string) => createHash('sha256').update(verifier).digest('base64url');

/** What a program on the computer of a person does to be linked: a code with PKCE, exchanged on loopback. */
export function deviceLinkingOn(stageNow: () => AuthStage) {
  async function authorize(as: Pick<TestPerson, 'headers'>, changes: object = {}) {
    const verifier = newVerifier();
    const body = {
      redirectUri: REDIRECT,
      codeChallenge: challengeOf(verifier),
      codeChallengeMethod: 'S256',
      state: 'the state of the program',
      device: DEVICE,
      ...changes,
    };
    const answer = await stageNow().call(authorizeDevice, { as, body });
    const redirectTo = answer.status === 200 ? new URL(answer.body.redirectTo) : null;
    return { answer, verifier, redirectTo, code: redirectTo?.searchParams.get('code') ?? '' };
  }

  const exchange = (code: string, codeVerifier: string, redirectUri = REDIRECT) =>
    stageNow().call(exchangeCode, { body: { code, codeVerifier, redirectUri } });

  async function linkedDevice(person: TestPerson) {
    const { code, verifier } = await authorize(person);
    const { body } = await exchange(code, verifier);
    return body;
  }

  return { authorize, exchange, linkedDevice };
}
