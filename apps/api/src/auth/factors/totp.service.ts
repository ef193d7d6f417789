import { findPerson, readSecondFactors } from '@devpulse/database/access/persons';
import { deleteRecoveryCodes, replaceRecoveryCodes } from '@devpulse/database/access/recovery-codes';
import { confirmTotp, deleteTotp, findTotp, saveUnconfirmedTotp } from '@devpulse/database/access/totps';
import type { Database } from '@devpulse/database/connection';
import { type Transaction, transaction } from '@devpulse/database/transaction';
import { AppError } from '@devpulse/domain/errors';
import { Inject, Injectable } from '@nestjs/common';
import { AccessReader } from '../../platform/access/access-reader.ts';
import { ProcessParts } from '../../platform/process-parts.ts';
import { APP_DATABASE } from '../../platform/tokens.ts';
import { type Count, Throttle } from '../throttle/throttle.ts';
import { newAuthenticatorSecret } from './authenticator-app.ts';
import { hashRecoveryCode, newRecoveryCodes } from './recovery-code-text.ts';
import { SecondFactorCheck } from './second-factor-check.ts';
import { SecurityRecord } from './security-record.ts';

/** Setting up and removing the authenticator app of a person. */
@Injectable()
export class TotpService {
  readonly #now: () => number;
  readonly #database: Database;
  readonly #check: SecondFactorCheck;
  readonly #throttle: Throttle;
  readonly #record: SecurityRecord;
  readonly #reader: AccessReader;

  constructor(
    parts: ProcessParts,
    @Inject(APP_DATABASE) database: Database,
    check: SecondFactorCheck,
    throttle: Throttle,
    record: SecurityRecord,
    reader: AccessReader,
  ) {
    this.#now = parts.now;
    this.#database = database;
    this.#check = check;
    this.#throttle = throttle;
    this.#record = record;
    this.#reader = reader;
  }

  /** Throws AppError('conflict') while an app is on; a secret that was never confirmed is replaced. */
  async start(userId: string): Promise<{ secret: string; uri: string }> {
    return transaction(this.#database, { identity: true }, async (tx) => {
      const person = await findPerson(tx, userId);
      const made = newAuthenticatorSecret(person?.email ?? userId);
      const secretEncrypted = this.#check.sealSecret(made.secret, userId);
      if (await saveUnconfirmedTotp(tx, { userId, secretEncrypted, now: this.#now() })) return made;
      throw new AppError('conflict', 'An authenticator app is set up already.', {
        remedy: 'Remove it first, then set up the new one.',
      });
    });
  }

  /** Answers the recovery codes. Throws AppError('invalid_request') for a wrong code. */
  async confirm(userId: string, code: string): Promise<string[]> {
    const count: Count = { rule: 'second_factor', of: userId };
    await this.#throttle.take(count);
    const done = await transaction(this.#database, { identity: true }, async (tx) => {
      const totp = await findTotp(tx, userId);
      if (totp === null || totp.confirmedAt !== null) throw nothingToConfirm();
      const { secretEncrypted } = totp;
      const step = this.#check.stepOf(secretEncrypted, userId, code);
      if (step === null) throw wrongCode();
      const now = this.#now();
      if (!(await confirmTotp(tx, { userId, secretEncrypted, step, now }))) throw nothingToConfirm();
      const recoveryCodes = await renewCodes(tx, userId);
      const mailId = await this.#record.write(tx, {
        userId,
        action: 'totp.added',
        subject: 'An authenticator app was set up',
        lines: [
          'An authenticator app was set up for your account on DevPulse, and new recovery codes were made.',
        ],
      });
      return { recoveryCodes, mailId };
    });
    await this.#throttle.forgive({ forget: [count] });
    this.#reader.forgetPerson(userId);
    this.#record.send(done.mailId);
    return done.recoveryCodes;
  }

  /** Throws AppError('not_found') when there is none. */
  async remove(userId: string): Promise<void> {
    const mailId = await transaction(this.#database, { identity: true }, async (tx) => {
      if (!(await deleteTotp(tx, userId))) {
        throw new AppError('not_found', 'No authenticator app is set up.');
      }
      await deleteRecoveryCodes(tx, userId);
      return this.#record.write(tx, {
        userId,
        action: 'totp.removed',
        subject: 'The authenticator app was removed',
        lines: [
          'The authenticator app of your account on DevPulse was removed, and its recovery codes are void.',
        ],
      });
    });
    this.#reader.forgetPerson(userId);
    this.#record.send(mailId);
  }

  /** Throws AppError('conflict') for a person without a factor that the codes could stand in for. */
  async renewRecoveryCodes(userId: string): Promise<string[]> {
    const done = await transaction(this.#database, { identity: true }, async (tx) => {
      const { hasTotp, hasPasskey } = await readSecondFactors(tx, userId);
      if (!hasTotp && !hasPasskey) {
        throw new AppError('conflict', 'There is no second factor that recovery codes could stand in for.', {
          remedy: 'Set up an authenticator app or a passkey first.',
        });
      }
      const recoveryCodes = await renewCodes(tx, userId);
      const mailId = await this.#record.write(tx, {
        userId,
        action: 'recovery_codes.renewed',
        subject: 'New recovery codes were made',
        lines: ['New recovery codes were made for your account on DevPulse. The earlier ones are void.'],
      });
      return { recoveryCodes, mailId };
    });
    this.#record.send(done.mailId);
    return done.recoveryCodes;
  }
}

async function renewCodes(tx: Transaction, userId: string): Promise<string[]> {
  const codes = newRecoveryCodes();
  const sha256s = codes.map(hashRecoveryCode).filter((sha256) => sha256 !== null);
  await replaceRecoveryCodes(tx, { userId, sha256s });
  return codes;
}

function wrongCode(): AppError {
  return new AppError('invalid_request', 'This code is not right.', {
    field: 'body.code',
    remedy: 'Wait for the next code of the app and give it; check that the clock of its device is right.',
  });
}

function nothingToConfirm(): AppError {
  return new AppError('conflict', 'No authenticator app waits for its first code.', {
    remedy: 'Begin anew, and scan the new picture.',
  });
}
