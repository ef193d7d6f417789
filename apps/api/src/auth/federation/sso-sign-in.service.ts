import { randomUUID } from 'node:crypto';
import type { startSsoSignIn } from '@devpulse/contracts/auth/federation';
import type { SignInResult } from '@devpulse/contracts/auth/tokens';
import type { RouteResponse } from '@devpulse/contracts/route';
import { recordAudit } from '@devpulse/database/access/audit';
import { insertIdentity, useIdentity } from '@devpulse/database/access/identities';
import { joinOrganization } from '@devpulse/database/access/invitation-secrets';
import { insertPerson } from '@devpulse/database/access/persons';
import type { Database } from '@devpulse/database/connection';
import { enterOrganization } from '@devpulse/database/tenant';
import { setScope, type Transaction, transaction } from '@devpulse/database/transaction';
import { AppError } from '@devpulse/domain/errors';
import { Inject, Injectable } from '@nestjs/common';
import { AccessReader } from '../../platform/access/access-reader.ts';
import type { RequestOrigin } from '../../platform/access/caller.ts';
import { ProcessParts } from '../../platform/process-parts.ts';
import { APP_DATABASE } from '../../platform/tokens.ts';
import { SignInCompletion } from '../sign-in/sign-in-completion.ts';
import { networkKey } from '../throttle/network-key.ts';
import { Throttle } from '../throttle/throttle.ts';
import { FederationFlows } from './federation-flows.ts';
import { addressIsTaken, identityIsTaken } from './identity-refusals.ts';
import { nameOf } from './name-of.ts';
import type { ProviderAnswer } from './provider-answer.ts';
import { SsoClient, type SsoPerson } from './sso-client.ts';
import { noSingleSignOn, SsoConnections } from './sso-connections.ts';

/** Signing in with the single sign-on of an organization. */
@Injectable()
export class SsoSignInService {
  readonly #now: () => number;
  readonly #database: Database;
  readonly #connections: SsoConnections;
  readonly #sso: SsoClient;
  readonly #flows: FederationFlows;
  readonly #completion: SignInCompletion;
  readonly #throttle: Throttle;
  readonly #reader: AccessReader;

  constructor(
    parts: ProcessParts,
    @Inject(APP_DATABASE) database: Database,
    connections: SsoConnections,
    sso: SsoClient,
    flows: FederationFlows,
    completion: SignInCompletion,
    throttle: Throttle,
    reader: AccessReader,
  ) {
    this.#now = parts.now;
    this.#database = database;
    this.#connections = connections;
    this.#sso = sso;
    this.#flows = flows;
    this.#completion = completion;
    this.#throttle = throttle;
    this.#reader = reader;
  }

  async start(slug: string, origin: RequestOrigin): Promise<RouteResponse<typeof startSsoSignIn>> {
    await this.#throttle.take({ rule: 'flow_address', of: networkKey(origin.ipAddress) });
    const { organizationId, connection } = await this.#connections.ofSlug(slug);
    const { flow, secrets } = await this.#flows.begin({
      provider: 'sso',
      userId: null,
      organizationId,
      invitationSha256: null,
    });
    return { flow, authorizeUrl: await this.#sso.authorizeUrl(connection, secrets) };
  }

  /** An identity that nobody has becomes a new person, a Developer of the organization; one that somebody has brings no membership. */
  async finish(given: ProviderAnswer & { flow: string }, origin: RequestOrigin): Promise<SignInResult> {
    const { flow, secrets } = await this.#flows.finish(given.flow, { userId: null, provider: 'sso' });
    const { organizationId } = flow;
    if (organizationId === null) throw noSingleSignOn();
    const person = await this.#sso.identify(await this.#connections.of(organizationId), given, secrets);
    return transaction(this.#database, { identity: true }, async (tx) => {
      const { issuer, subject } = person;
      const label = person.verifiedEmail ?? subject;
      const known = await useIdentity(tx, { provider: 'sso', issuer, subject, label, now: this.#now() });
      const userId = known?.userId ?? (await this.#signUp(tx, organizationId, person));
      return this.#completion.complete(tx, { userId, method: 'sso', origin });
    });
  }

  async #signUp(tx: Transaction, organizationId: string, person: SsoPerson): Promise<string> {
    const { issuer, subject, verifiedEmail: email } = person;
    if (email === null) throw noAddress();
    const now = this.#now();
    const name = nameOf(person.name, email.split('@')[0] ?? email);
    const userId = await insertPerson(tx, { id: randomUUID(), email, name, emailVerifiedAt: now, now });
    if (userId === null) throw addressIsTaken();
    const identity = { id: randomUUID(), userId, issuer, subject, label: email, now };
    if (!(await insertIdentity(tx, { ...identity, provider: 'sso' }))) throw identityIsTaken();
    const tenant = await enterOrganization(tx, organizationId, { identity: true });
    await joinOrganization(tenant, { userId, role: 'developer', teamIds: [], now });
    await recordAudit(tx, {
      organizationId,
      actorUserId: userId,
      subjectUserId: userId,
      action: 'member.joined',
      detail: { role: 'developer', by: 'sso' },
      at: now,
    });
    await setScope(tx, { identity: true });
    this.#reader.forgetPerson(userId);
    return userId;
  }
}

function noAddress(): AppError {
  return new AppError('forbidden', 'The identity provider tells no verified e-mail address of you.', {
    remedy: 'Ask whoever runs it to verify your address and to hand it to DevPulse.',
  });
}
