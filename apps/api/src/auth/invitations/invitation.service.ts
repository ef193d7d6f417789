import { randomUUID } from 'node:crypto';
import type { readInvitation, signUpByInvitation } from '@devpulse/contracts/auth/invitations';
import type { RouteBody, RouteResponse } from '@devpulse/contracts/route';
import { setPasswordHash } from '@devpulse/database/access/passwords';
import { findPerson, findPersonByEmail, insertPerson } from '@devpulse/database/access/persons';
import type { Database } from '@devpulse/database/connection';
import { type Transaction, transaction } from '@devpulse/database/transaction';
import { AppError } from '@devpulse/domain/errors';
import { hashSecret } from '@devpulse/vault/secrets';
import { Inject, Injectable } from '@nestjs/common';
import { AccessReader } from '../../platform/access/access-reader.ts';
import type { Caller, RequestOrigin } from '../../platform/access/caller.ts';
import { ProcessParts } from '../../platform/process-parts.ts';
import { APP_DATABASE } from '../../platform/tokens.ts';
import { PasswordChecker } from '../passwords/password-checker.ts';
import { PasswordRules } from '../passwords/password-rules.ts';
import { SignInCompletion } from '../sign-in/sign-in-completion.ts';
import { networkKey } from '../throttle/network-key.ts';
import { Throttle } from '../throttle/throttle.ts';
import { InvitationAcceptance, invitationIsOver, type OpenInvitation } from './invitation-acceptance.ts';

type SignUp = RouteBody<typeof signUpByInvitation>;

/** Invitations as the invited person sees them. */
@Injectable()
export class InvitationService {
  readonly #parts: ProcessParts;
  readonly #database: Database;
  readonly #acceptance: InvitationAcceptance;
  readonly #completion: SignInCompletion;
  readonly #passwords: PasswordChecker;
  readonly #rules: PasswordRules;
  readonly #throttle: Throttle;
  readonly #reader: AccessReader;

  constructor(
    parts: ProcessParts,
    @Inject(APP_DATABASE) database: Database,
    acceptance: InvitationAcceptance,
    completion: SignInCompletion,
    passwords: PasswordChecker,
    rules: PasswordRules,
    throttle: Throttle,
    reader: AccessReader,
  ) {
    this.#parts = parts;
    this.#database = database;
    this.#acceptance = acceptance;
    this.#completion = completion;
    this.#passwords = passwords;
    this.#rules = rules;
    this.#throttle = throttle;
    this.#reader = reader;
  }

  async read(token: string, origin: RequestOrigin): Promise<RouteResponse<typeof readInvitation>> {
    const { invitation, hasAccount, invitedBy } = await this.#look(token, origin);
    const { organizationName, email, role } = invitation;
    return { organizationName, email, role, invitedBy, hasAccount };
  }

  /** Never touches an account that is there. */
  async signUp(
    { token, name, password }: SignUp,
    origin: RequestOrigin,
  ): Promise<RouteResponse<typeof signUpByInvitation>> {
    const { invitation, hasAccount } = await this.#look(token, origin);
    const { email } = invitation;
    if (hasAccount) throw hasAccountAlready();
    await this.#rules.require(password, { email, name });
    const hash = await this.#passwords.hash(password);
    const result = await transaction(this.#database, { identity: true }, async (tx) => {
      const userId = await this.#insert(tx, { email, name, hash });
      const { organization } = await this.#acceptance.accept(tx, { tokenSha256: hashSecret(token), userId });
      return {
        userId,
        organization,
        ...(await this.#completion.complete(tx, { userId, method: 'pwd', origin })),
      };
    });
    this.#reader.forgetPerson(result.userId);
    return result;
  }

  async accept(token: string, caller: Caller, origin: RequestOrigin): Promise<string> {
    const { userId } = caller;
    const accepted = await transaction(this.#database, { identity: true }, (tx) =>
      this.#acceptance.accept(tx, { tokenSha256: hashSecret(token), userId }),
    ).catch((error: unknown) => this.#countUnknown(error, origin));
    this.#reader.forgetPerson(userId);
    return accepted.organization;
  }

  async #look(
    token: string,
    origin: RequestOrigin,
  ): Promise<{ invitation: OpenInvitation; hasAccount: boolean; invitedBy: string | null }> {
    return transaction(this.#database, { identity: true }, async (tx) => {
      const invitation = await this.#acceptance.find(tx, hashSecret(token));
      if (invitation === null) throw invitationIsOver();
      const { invitedBy, email } = invitation;
      const inviter = invitedBy === null ? null : await findPerson(tx, invitedBy);
      const account = await findPersonByEmail(tx, email);
      return { invitation, hasAccount: account !== null, invitedBy: inviter?.name ?? null };
    }).catch((error: unknown) => this.#countUnknown(error, origin));
  }

  /** The link came by mail to the invited address, so the address is theirs. */
  async #insert(
    tx: Transaction,
    { email, name, hash }: { email: string; name: string; hash: string },
  ): Promise<string> {
    const now = this.#parts.now();
    const userId = await insertPerson(tx, { id: randomUUID(), email, name, emailVerifiedAt: now, now });
    if (userId === null) throw hasAccountAlready();
    await setPasswordHash(tx, { userId, hash, now });
    return userId;
  }

  /** Secrets that lead nowhere are counted under the address they come from. */
  async #countUnknown(error: unknown, origin: RequestOrigin): Promise<never> {
    if (error instanceof AppError && error.code === 'not_found') {
      await this.#throttle.take({ rule: 'token_address', of: networkKey(origin.ipAddress) });
    }
    throw error;
  }
}

function hasAccountAlready(): AppError {
  return new AppError('conflict', 'The invited address has an account already.', {
    remedy: 'Sign in with it, then accept the invitation.',
  });
}
