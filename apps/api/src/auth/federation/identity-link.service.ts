import { randomUUID } from 'node:crypto';
import type { startIdentityLink } from '@devpulse/contracts/auth/federation';
import type { RouteBody, RouteResponse } from '@devpulse/contracts/route';
import {
  deleteIdentity,
  type IdentityProvider,
  insertIdentity,
  lockWaysIn,
  useIdentity,
} from '@devpulse/database/access/identities';
import type { Database } from '@devpulse/database/connection';
import { transaction } from '@devpulse/database/transaction';
import { AppError } from '@devpulse/domain/errors';
import { Inject, Injectable } from '@nestjs/common';
import { AccessReader } from '../../platform/access/access-reader.ts';
import { ProcessParts } from '../../platform/process-parts.ts';
import { APP_DATABASE } from '../../platform/tokens.ts';
import { onlyWayIn } from '../factors/only-way-in.ts';
import { SecurityRecord } from '../factors/security-record.ts';
import { ContributorLinks } from './contributor-links.ts';
import { FederationFlows } from './federation-flows.ts';
import { GithubClient } from './github-client.ts';
import { identityIsTaken } from './identity-refusals.ts';
import type { ProviderAnswer } from './provider-answer.ts';
import { SsoClient } from './sso-client.ts';
import { noSingleSignOn, SsoConnections } from './sso-connections.ts';

type Proved = { provider: IdentityProvider; issuer: string; subject: string; label: string };

/** Linking identities to a person who is signed in, and unlinking them. */
@Injectable()
export class IdentityLinkService {
  readonly #now: () => number;
  readonly #database: Database;
  readonly #flows: FederationFlows;
  readonly #github: GithubClient;
  readonly #sso: SsoClient;
  readonly #connections: SsoConnections;
  readonly #contributors: ContributorLinks;
  readonly #record: SecurityRecord;
  readonly #reader: AccessReader;

  constructor(
    parts: ProcessParts,
    @Inject(APP_DATABASE) database: Database,
    flows: FederationFlows,
    github: GithubClient,
    sso: SsoClient,
    connections: SsoConnections,
    contributors: ContributorLinks,
    record: SecurityRecord,
    reader: AccessReader,
  ) {
    this.#now = parts.now;
    this.#database = database;
    this.#flows = flows;
    this.#github = github;
    this.#sso = sso;
    this.#connections = connections;
    this.#contributors = contributors;
    this.#record = record;
    this.#reader = reader;
  }

  /** Single sign-on is linked by members alone: whoever runs it can sign in as those who have. */
  async start(
    userId: string,
    { provider, organization }: RouteBody<typeof startIdentityLink>,
  ): Promise<RouteResponse<typeof startIdentityLink>> {
    const none = { userId, organizationId: null, invitationSha256: null };
    if (provider === 'github') {
      const { flow, secrets } = await this.#flows.begin({ ...none, provider });
      return { flow, authorizeUrl: await this.#github.authorizeUrl(secrets) };
    }
    if (organization === undefined) throw organizationIsMissing();
    if ((await this.#reader.member(organization, userId)) === null) throw noSingleSignOn();
    const { organizationId, connection } = await this.#connections.ofSlug(organization);
    const { flow, secrets } = await this.#flows.begin({ ...none, provider, organizationId });
    return { flow, authorizeUrl: await this.#sso.authorizeUrl(connection, secrets) };
  }

  /** Answers what the identity is called. Throws AppError('conflict') for one that belongs to somebody else. */
  async finish(userId: string, given: ProviderAnswer & { flow: string }): Promise<string> {
    const { flow, secrets } = await this.#flows.finish(given.flow, { userId });
    const proved =
      flow.provider === 'github'
        ? await this.#proveGithub(given, secrets)
        : await this.#proveSso(flow.organizationId, given, secrets);
    const mailId = await this.#link(userId, proved);
    if (proved.provider === 'github') await this.#contributors.link({ userId, githubId: proved.subject });
    this.#reader.forgetPerson(userId);
    if (mailId !== null) this.#record.send(mailId);
    return proved.label;
  }

  /** Throws AppError('not_found') for what is none of theirs, and AppError('conflict') for the only way to sign in. */
  async unlink(userId: string, id: string): Promise<void> {
    const mailId = await transaction(this.#database, { identity: true }, async (tx) => {
      const ways = await lockWaysIn(tx, userId);
      const removed = await deleteIdentity(tx, { id, userId });
      if (removed === null) throw new AppError('not_found', 'There is no such identity.');
      if (ways === 1) throw onlyWayIn();
      return this.#record.write(tx, {
        userId,
        action: 'identity.unlinked',
        target: id,
        subject: 'An identity was unlinked',
        lines: [`${wordsFor(removed.provider)} was unlinked from your account on DevPulse.`],
      });
    });
    this.#reader.forgetPerson(userId);
    this.#record.send(mailId);
  }

  async #proveGithub(
    given: ProviderAnswer,
    secrets: Parameters<GithubClient['identify']>[1],
  ): Promise<Proved> {
    const { issuer, subject, login } = await this.#github.identify(given, secrets);
    return { provider: 'github', issuer, subject, label: login };
  }

  async #proveSso(
    organizationId: string | null,
    given: ProviderAnswer,
    secrets: Parameters<SsoClient['identify']>[2],
  ): Promise<Proved> {
    if (organizationId === null) throw noSingleSignOn();
    const connection = await this.#connections.of(organizationId);
    const { issuer, subject, verifiedEmail } = await this.#sso.identify(connection, given, secrets);
    return { provider: 'sso', issuer, subject, label: verifiedEmail ?? subject };
  }

  /** Null when it was linked to this person before. */
  async #link(userId: string, proved: Proved): Promise<string | null> {
    return transaction(this.#database, { identity: true }, async (tx) => {
      const now = this.#now();
      const id = randomUUID();
      if (await insertIdentity(tx, { ...proved, id, userId, now })) {
        return this.#record.write(tx, {
          userId,
          action: 'identity.linked',
          target: id,
          subject: 'An identity was linked',
          lines: [
            `${wordsFor(proved.provider)} was linked to your account on DevPulse, and can sign in to it.`,
          ],
        });
      }
      const known = await useIdentity(tx, { ...proved, now });
      if (known?.userId === userId) return null;
      throw identityIsTaken();
    });
  }
}

function wordsFor(provider: IdentityProvider): string {
  return provider === 'github' ? 'A GitHub account' : 'A single sign-on';
}

function organizationIsMissing(): AppError {
  return new AppError('invalid_request', 'Single sign-on is linked for one organization.', {
    field: 'body.organization',
    remedy: 'Name the organization.',
  });
}
