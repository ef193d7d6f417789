import { issueOneTimeToken, useOneTimeToken } from '@devpulse/database/access/one-time-tokens';
import { findPasskey, listPasskeys, type PasskeyRow, usePasskey } from '@devpulse/database/access/passkeys';
import type { Database } from '@devpulse/database/connection';
import { type Transaction, transaction } from '@devpulse/database/transaction';
import { hashSecret, newSecret } from '@devpulse/vault/secrets';
import type { Vault } from '@devpulse/vault/vault';
import { Inject, Injectable } from '@nestjs/common';
import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  verifyAuthenticationResponse,
} from '@simplewebauthn/server';
import type { RequestOrigin } from '../../platform/access/caller.ts';
import { ProcessParts } from '../../platform/process-parts.ts';
import { APP_DATABASE, VAULT } from '../../platform/tokens.ts';
import { networkKey } from '../throttle/network-key.ts';
import { Throttle } from '../throttle/throttle.ts';
import { type RelyingParty, requireRelyingParty } from './relying-party.ts';
import { userHandle } from './user-handle.ts';

export const PASSKEY_FLOW_MS = 5 * 60_000;
const CHALLENGE_CONTEXT = 'passkey sign-in challenge';

export type PasskeyAnswer = { flow: string; credential: Record<string, unknown> };
/** A passkey that answered rightly; it counts once `use` was called in the transaction of what it opens. */
export type CheckedPasskey = { passkey: PasskeyRow; counter: number; challenge: string | null };

type Flow = { webAuthnChallenge: string; sealedChallenge?: string };

/** Asks for passkeys and checks the answers. A question is good once and for five minutes, whatever the answer. */
@Injectable()
export class PasskeyCheck {
  readonly #now: () => number;
  readonly #publicUrl: string;
  readonly #database: Database;
  readonly #vault: Vault;
  readonly #throttle: Throttle;

  constructor(
    parts: ProcessParts,
    @Inject(APP_DATABASE) database: Database,
    @Inject(VAULT) vault: Vault,
    throttle: Throttle,
  ) {
    this.#now = parts.now;
    this.#publicUrl = parts.environment.PUBLIC_URL;
    this.#database = database;
    this.#vault = vault;
    this.#throttle = throttle;
  }

  get party(): RelyingParty {
    return requireRelyingParty(this.#publicUrl);
  }

  /** Without a sign-in that waits, whoever has a passkey may answer; with one, its person alone. */
  async ask(waiting: { challenge: string; userId: string } | null) {
    const { id } = this.party;
    return transaction(this.#database, { identity: true }, async (tx) => {
      const own = waiting === null ? [] : await listPasskeys(tx, waiting.userId);
      const options = await generateAuthenticationOptions({
        rpID: id,
        userVerification: 'required',
        timeout: PASSKEY_FLOW_MS,
        allowCredentials: own.map(({ credentialId, transports }) => ({ id: credentialId, transports })),
      });
      const flow = newSecret();
      const data: Flow = {
        webAuthnChallenge: options.challenge,
        ...(waiting !== null && {
          sealedChallenge: this.#vault.seal(waiting.challenge, CHALLENGE_CONTEXT).toString('base64'),
        }),
      };
      await issueOneTimeToken(tx, {
        tokenSha256: hashSecret(flow),
        purpose: 'passkey_sign_in',
        userId: waiting?.userId ?? null,
        data,
        expiresAt: this.#now() + PASSKEY_FLOW_MS,
      });
      return { flow, options: { ...options } };
    });
  }

  /** Null for a question that is over, and for an answer that is wrong in whatever way. */
  async check({ flow, credential }: PasskeyAnswer, origin: RequestOrigin): Promise<CheckedPasskey | null> {
    const { party } = this;
    const asked = await transaction(this.#database, { identity: true }, async (tx) => {
      const token = await useOneTimeToken(tx, {
        tokenSha256: hashSecret(flow),
        purpose: 'passkey_sign_in',
        now: this.#now(),
      });
      const passkey = typeof credential.id === 'string' ? await findPasskey(tx, credential.id) : null;
      if (token === null || passkey === null) return null;
      const isOpenToThem = token.userId === null || token.userId === passkey.userId;
      return isOpenToThem ? { passkey, data: token.data as Flow } : null;
    });
    const counter = asked === null ? null : await newCounter(credential, { ...asked, party });
    if (asked === null || counter === null) {
      await this.#throttle.take({ rule: 'token_address', of: networkKey(origin.ipAddress) });
      return null;
    }
    const { passkey, data } = asked;
    return { passkey, counter, challenge: this.#unseal(data.sealedChallenge) };
  }

  #unseal(sealed: string | undefined): string | null {
    return sealed === undefined ? null : this.#vault.unseal(Buffer.from(sealed, 'base64'), CHALLENGE_CONTEXT);
  }

  /** False when the passkey was used in the meantime with a counter as high, or is gone. */
  use(tx: Transaction, { passkey, counter }: CheckedPasskey): Promise<boolean> {
    return usePasskey(tx, { id: passkey.id, counter, now: this.#now() });
  }
}

/** The counter that comes with a right answer; null for any other: wrong origin, host, signature, counter, or no user verification. */
async function newCounter(
  credential: Record<string, unknown>,
  { passkey, data, party }: { passkey: PasskeyRow; data: Flow; party: RelyingParty },
): Promise<number | null> {
  const response = credential as unknown as AuthenticationResponseJSON;
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response,
      expectedChallenge: data.webAuthnChallenge,
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      requireUserVerification: true,
      credential: {
        id: passkey.credentialId,
        publicKey: new Uint8Array(passkey.publicKey),
        counter: passkey.counter,
      },
    });
    const handle = response.response.userHandle;
    const isOwn = handle === undefined || handle === userHandle(passkey.userId).toString('base64url');
    return verified && isOwn ? authenticationInfo.newCounter : null;
  } catch {
    // The library throws for every way in which an answer can be wrong.
    return null;
  }
}
