import { randomUUID } from 'node:crypto';
import type { addPasskey, startPasskey } from '@devpulse/contracts/account/factors';
import type { RouteBody, RouteResponse } from '@devpulse/contracts/route';
import { lockWaysIn } from '@devpulse/database/access/identities';
import { issueOneTimeToken, useOneTimeToken } from '@devpulse/database/access/one-time-tokens';
import { deletePasskey, insertPasskey, listPasskeys } from '@devpulse/database/access/passkeys';
import { findPerson } from '@devpulse/database/access/persons';
import type { Database } from '@devpulse/database/connection';
import { transaction } from '@devpulse/database/transaction';
import { AppError } from '@devpulse/domain/errors';
import { hashSecret, newSecret } from '@devpulse/vault/secrets';
import { Inject, Injectable } from '@nestjs/common';
import {
  generateRegistrationOptions,
  type RegistrationResponseJSON,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import { AccessReader } from '../../platform/access/access-reader.ts';
import { ProcessParts } from '../../platform/process-parts.ts';
import { APP_DATABASE } from '../../platform/tokens.ts';
import { onlyWayIn } from '../factors/only-way-in.ts';
import { SecurityRecord } from '../factors/security-record.ts';
import { PASSKEY_FLOW_MS } from './passkey-check.ts';
import { type RelyingParty, requireRelyingParty } from './relying-party.ts';
import { userHandle } from './user-handle.ts';

const MOST_PASSKEYS = 20;
/** EdDSA, ES256 and RS256 (COSE): what every authenticator has one of. */
const ALGORITHMS = [-8, -7, -257];

/** Adding and removing the passkeys of a person. */
@Injectable()
export class PasskeyRegistrationService {
  readonly #now: () => number;
  readonly #publicUrl: string;
  readonly #database: Database;
  readonly #record: SecurityRecord;
  readonly #reader: AccessReader;

  constructor(
    parts: ProcessParts,
    @Inject(APP_DATABASE) database: Database,
    record: SecurityRecord,
    reader: AccessReader,
  ) {
    this.#now = parts.now;
    this.#publicUrl = parts.environment.PUBLIC_URL;
    this.#database = database;
    this.#record = record;
    this.#reader = reader;
  }

  /** Asks for a passkey that can be found without a name and that verifies its user, so that it is two factors in one. */
  async start(userId: string): Promise<RouteResponse<typeof startPasskey>> {
    const { id } = requireRelyingParty(this.#publicUrl);
    return transaction(this.#database, { identity: true }, async (tx) => {
      const person = await findPerson(tx, userId);
      const own = await listPasskeys(tx, userId);
      if (own.length >= MOST_PASSKEYS) throw tooMany();
      const options = await generateRegistrationOptions({
        rpName: 'DevPulse',
        rpID: id,
        userID: new Uint8Array(userHandle(userId)),
        userName: person?.email ?? userId,
        userDisplayName: person?.name ?? '',
        timeout: PASSKEY_FLOW_MS,
        attestationType: 'none',
        supportedAlgorithmIDs: ALGORITHMS,
        excludeCredentials: own.map(({ credentialId, transports }) => ({ id: credentialId, transports })),
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      });
      const flow = newSecret();
      await issueOneTimeToken(tx, {
        tokenSha256: hashSecret(flow),
        purpose: 'passkey_registration',
        userId,
        data: { webAuthnChallenge: options.challenge },
        expiresAt: this.#now() + PASSKEY_FLOW_MS,
      });
      return { flow, options: { ...options } };
    });
  }

  /** Throws AppError('invalid_request') for a flow or an answer that is not right, which uses the flow up. */
  async add(userId: string, given: RouteBody<typeof addPasskey>): Promise<string> {
    const party = requireRelyingParty(this.#publicUrl);
    const now = this.#now();
    const flow = await transaction(this.#database, { identity: true }, (tx) =>
      useOneTimeToken(tx, { tokenSha256: hashSecret(given.flow), purpose: 'passkey_registration', now }),
    );
    if (flow === null || flow.userId !== userId) throw flowIsOver();
    const made = await readCredential(given.credential, {
      challenge: String(flow.data.webAuthnChallenge),
      party,
    });
    const id = randomUUID();
    const mailId = await transaction(this.#database, { identity: true }, async (tx) => {
      const { name } = given;
      if (!(await insertPasskey(tx, { ...made, id, userId, name, now }))) throw knownAlready();
      return this.#record.write(tx, {
        userId,
        action: 'passkey.added',
        target: id,
        subject: 'A passkey was added',
        lines: ['A passkey was added to your account on DevPulse.'],
      });
    });
    this.#reader.forgetPerson(userId);
    this.#record.send(mailId);
    return id;
  }

  /** Throws AppError('not_found') for what is none of theirs, and AppError('conflict') for the only way to sign in. */
  async remove(userId: string, id: string): Promise<void> {
    const mailId = await transaction(this.#database, { identity: true }, async (tx) => {
      const ways = await lockWaysIn(tx, userId);
      const name = await deletePasskey(tx, { id, userId });
      if (name === null) throw new AppError('not_found', 'There is no such passkey.');
      if (ways === 1) throw onlyWayIn();
      return this.#record.write(tx, {
        userId,
        action: 'passkey.removed',
        target: id,
        subject: 'A passkey was removed',
        lines: ['A passkey was removed from your account on DevPulse.'],
      });
    });
    this.#reader.forgetPerson(userId);
    this.#record.send(mailId);
  }
}

async function readCredential(
  credential: Record<string, unknown>,
  { challenge, party }: { challenge: string; party: RelyingParty },
) {
  try {
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response: credential as unknown as RegistrationResponseJSON,
      expectedChallenge: challenge,
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      requireUserVerification: true,
      supportedAlgorithmIDs: ALGORITHMS,
    });
    if (verified) {
      const { id, publicKey, counter, transports } = registrationInfo.credential;
      return {
        credentialId: id,
        publicKey: Buffer.from(publicKey),
        counter,
        transports: (transports ?? []).filter((transport) => /^[a-z-]{1,20}$/.test(transport)),
      };
    }
  } catch {
    // The library throws for every way in which an answer can be wrong.
  }
  throw new AppError('invalid_request', 'This passkey was not accepted.', {
    field: 'body.credential',
    remedy: 'Begin anew, with a passkey that asks for your finger, your face or a PIN.',
  });
}

function flowIsOver(): AppError {
  return new AppError(
    'invalid_request',
    'This question for a passkey has run out, or was answered already.',
    {
      field: 'body.flow',
      remedy: 'Begin anew.',
    },
  );
}

function knownAlready(): AppError {
  return new AppError('conflict', 'This passkey is in use already.', { remedy: 'Make a new one.' });
}

function tooMany(): AppError {
  return new AppError('conflict', `An account has at most ${MOST_PASSKEYS} passkeys.`, {
    remedy: 'Remove one that you no longer use.',
  });
}
