import { countRecoveryCodes, useRecoveryCode } from '@devpulse/database/access/recovery-codes';
import { findTotp, useTotpStep } from '@devpulse/database/access/totps';
import type { Transaction } from '@devpulse/database/transaction';
import type { Vault } from '@devpulse/vault/vault';
import { Inject, Injectable } from '@nestjs/common';
import { ProcessParts } from '../../platform/process-parts.ts';
import { VAULT } from '../../platform/tokens.ts';
import { stepOfCode } from './authenticator-app.ts';
import { hashRecoveryCode } from './recovery-code-text.ts';
import { SecurityRecord } from './security-record.ts';

const SIX_DIGITS = /^\d{3}\s?\d{3}$/;

export type UsedCode = { method: 'otp' | 'rcv'; mailId: string | null };

/** Checks codes of authenticator apps and recovery codes, and uses them up. */
@Injectable()
export class SecondFactorCheck {
  readonly #now: () => number;
  readonly #vault: Vault;
  readonly #record: SecurityRecord;

  constructor(parts: ProcessParts, @Inject(VAULT) vault: Vault, record: SecurityRecord) {
    this.#now = parts.now;
    this.#vault = vault;
    this.#record = record;
  }

  /** Inside a transaction of identity work; null when the code is wrong, was used, or the person has none. */
  async use(tx: Transaction, userId: string, code: string): Promise<UsedCode | null> {
    return SIX_DIGITS.test(code) ? this.#useTotp(tx, userId, code) : this.#useRecovery(tx, userId, code);
  }

  sealSecret(secret: string, userId: string): Buffer {
    return this.#vault.seal(secret, contextOf(userId));
  }

  /** The time step of a code of a sealed secret; null when it is wrong now. */
  stepOf(secretEncrypted: Buffer, userId: string, code: string): number | null {
    const secret = this.#vault.unseal(secretEncrypted, contextOf(userId));
    return stepOfCode(secret, code.replace(/\s/, ''), this.#now());
  }

  async #useTotp(tx: Transaction, userId: string, code: string): Promise<UsedCode | null> {
    const totp = await findTotp(tx, userId);
    if (totp === null || totp.confirmedAt === null) return null;
    const step = this.stepOf(totp.secretEncrypted, userId, code);
    if (step === null || !(await useTotpStep(tx, { userId, step }))) return null;
    return { method: 'otp', mailId: null };
  }

  async #useRecovery(tx: Transaction, userId: string, code: string): Promise<UsedCode | null> {
    const sha256 = hashRecoveryCode(code);
    if (sha256 === null || !(await useRecoveryCode(tx, { userId, sha256, now: this.#now() }))) return null;
    const left = await countRecoveryCodes(tx, userId);
    const mailId = await this.#record.write(tx, {
      userId,
      action: 'recovery_code.used',
      subject: 'A recovery code of yours was used',
      lines: [
        `One of your recovery codes for DevPulse was used just now. ${left === 1 ? '1 is' : `${left} are`} left.`,
      ],
    });
    return { method: 'rcv', mailId };
  }
}

/** A sealed secret that is moved to another person does not open. */
function contextOf(userId: string): string {
  return `totp:${userId}`;
}
