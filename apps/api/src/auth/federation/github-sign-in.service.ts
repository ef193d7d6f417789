import { randomUUID } from 'node:crypto';
import type { startGithubSignIn } from '@devpulse/contracts/auth/federation';
import type { SignInResult } from '@devpulse/contracts/auth/tokens';
import type { RouteResponse } from '@devpulse/contracts/route';
import { insertIdentity, useIdentity } from '@devpulse/database/access/identities';
import { insertPerson } from '@devpulse/database/access/persons';
import type { Database } from '@devpulse/database/connection';
import { type Transaction, transaction } from '@devpulse/database/transaction';
import { AppError } from '@devpulse/domain/errors';
import { hashSecret } from '@devpulse/vault/secrets';
import { Inject, Injectable } from '@nestjs/common';
import type { RequestOrigin } from '../../platform/access/caller.ts';
import { ProcessParts } from '../../platform/process-parts.ts';
import { APP_DATABASE } from '../../platform/tokens.ts';
import { InvitationAcceptance, invitationIsOver } from '../invitations/invitation-acceptance.ts';
import { SignInCompletion } from '../sign-in/sign-in-completion.ts';
import { networkKey } from '../throttle/network-key.ts';
import { Throttle } from '../throttle/throttle.ts';
import { ContributorLinks } from './contributor-links.ts';
import { FederationFlows } from './federation-flows.ts';
import { GithubClient, type GithubPerson } from './github-client.ts';
import { addressIsTaken, identityIsTaken } from './identity-refusals.ts';
import { nameOf } from './name-of.ts';
import type { ProviderAnswer } from './provider-answer.ts';

type Invited = { tokenSha256: Buffer; emails: readonly string[] } | null;
type SignedIn = { userId: string; result: SignInResult };

/** Signing in with GitHub, and signing up with it by an invitation. */
@Injectable()
export class GithubSignInService {
  readonly #now: () => number;
  readonly #database: Database;
  readonly #github: GithubClient;
  readonly #flows: FederationFlows;
  readonly #completion: SignInCompletion;
  readonly #acceptance: InvitationAcceptance;
  readonly #throttle: Throttle;
  readonly #contributors: ContributorLinks;

  constructor(
    parts: ProcessParts,
    @Inject(APP_DATABASE) database: Database,
    github: GithubClient,
    flows: FederationFlows,
    completion: SignInCompletion,
    acceptance: InvitationAcceptance,
    throttle: Throttle,
    contributors: ContributorLinks,
  ) {
    this.#now = parts.now;
    this.#database = database;
    this.#github = github;
    this.#flows = flows;
    this.#completion = completion;
    this.#acceptance = acceptance;
    this.#throttle = throttle;
    this.#contributors = contributors;
  }

  async start(
    invitation: string | null,
    origin: RequestOrigin,
  ): Promise<RouteResponse<typeof startGithubSignIn>> {
    await this.#throttle.take({ rule: 'flow_address', of: networkKey(origin.ipAddress) });
    const { flow, secrets } = await this.#flows.begin({
      provider: 'github',
      userId: null,
      organizationId: null,
      invitationSha256: invitation === null ? null : hashSecret(invitation).toString('hex'),
    });
    return { flow, authorizeUrl: await this.#github.authorizeUrl(secrets) };
  }

  /** Throws AppError('not_found') for an account that nobody here has linked, unless it comes with an invitation. */
  async finish(given: ProviderAnswer & { flow: string }, origin: RequestOrigin): Promise<SignInResult> {
    const { flow, secrets } = await this.#flows.finish(given.flow, { userId: null, provider: 'github' });
    const person = await this.#github.identify(given, secrets);
    const sha256 = flow.invitationSha256;
    const invited = sha256 === null ? null : await this.#readInvited(person, Buffer.from(sha256, 'hex'));
    const { userId, result } = await transaction(this.#database, { identity: true }, (tx) =>
      this.#signIn(tx, { person, invited, origin }),
    );
    if (result.session !== null) await this.#contributors.link({ userId, githubId: person.subject });
    return result;
  }

  /** Asked only where there is an invitation: nobody else's addresses are of interest. */
  async #readInvited(person: GithubPerson, tokenSha256: Buffer): Promise<Invited> {
    return { tokenSha256, emails: await person.readVerifiedEmails() };
  }

  async #signIn(
    tx: Transaction,
    { person, invited, origin }: { person: GithubPerson; invited: Invited; origin: RequestOrigin },
  ): Promise<SignedIn> {
    const { issuer, subject, login: label } = person;
    const known = await useIdentity(tx, { provider: 'github', issuer, subject, label, now: this.#now() });
    if (known === null && invited === null) throw unknownAccount();
    const userId = known?.userId ?? (await this.#signUp(tx, person, invited));
    const result = await this.#completion.complete(tx, { userId, method: 'ghb', origin });
    // Who is asked for a second factor first accepts once they are in.
    if (invited !== null && result.session !== null) {
      await this.#accept(tx, { tokenSha256: invited.tokenSha256, userId });
    }
    return { userId, result };
  }

  /** For a member the invitation has nothing left to do. */
  async #accept(tx: Transaction, acceptance: { tokenSha256: Buffer; userId: string }): Promise<void> {
    try {
      await this.#acceptance.accept(tx, acceptance);
    } catch (error) {
      if (!(error instanceof AppError && error.code === 'conflict')) throw error;
    }
  }

  /** A new person under the invited address, which has to be one that GitHub has verified for them. */
  async #signUp(tx: Transaction, person: GithubPerson, invited: Invited): Promise<string> {
    const invitation = invited === null ? null : await this.#acceptance.find(tx, invited.tokenSha256);
    if (invitation === null) throw invitationIsOver();
    const { email } = invitation;
    if (!invited?.emails.includes(email)) throw notYourAddress();
    const now = this.#now();
    const { issuer, subject, login } = person;
    const name = nameOf(person.name, login);
    const userId = await insertPerson(tx, { id: randomUUID(), email, name, emailVerifiedAt: now, now });
    if (userId === null) throw addressIsTaken();
    const id = randomUUID();
    const identity = { id, userId, provider: 'github', issuer, subject, label: login, now } as const;
    if (!(await insertIdentity(tx, identity))) throw identityIsTaken();
    return userId;
  }
}

function unknownAccount(): AppError {
  return new AppError('not_found', 'Nobody here has linked this GitHub account.', {
    remedy:
      'Ask for an invitation; or, if you have an account, sign in another way and link GitHub under Account, Security.',
  });
}

function notYourAddress(): AppError {
  return new AppError('forbidden', 'The invited address is none that GitHub has verified for this account.', {
    remedy: 'Add and verify the address on GitHub, or sign up with a password instead.',
  });
}
