import { issueOneTimeToken, useOneTimeToken } from '@devpulse/database/access/one-time-tokens';
import type { Database } from '@devpulse/database/connection';
import { transaction } from '@devpulse/database/transaction';
import { AppError } from '@devpulse/domain/errors';
import { hashSecret, newSecret } from '@devpulse/vault/secrets';
import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import { AccessReader } from '../../platform/access/access-reader.ts';
import type { Member } from '../../platform/access/caller.ts';
import { requireCapability } from '../../platform/access/required-capability.ts';
import { noSuchOrganization } from '../../platform/organization-directory.ts';
import { ProcessParts } from '../../platform/process-parts.ts';
import { APP_DATABASE } from '../../platform/tokens.ts';

/** GitHub gives the steps of a manifest an hour. */
const STATE_MS = 60 * 60_000;

const organization = { organizationId: z.uuid(), slug: z.string() };
const STEPS = {
  github_app: z.object({ ...organization, webUrl: z.url(), hasWebhooks: z.boolean() }),
  github_installation: z.object({ ...organization, appId: z.uuid() }),
};
type Step = keyof typeof STEPS;
type StepData<S extends Step> = Omit<z.output<(typeof STEPS)[S]>, 'organizationId' | 'slug'>;

/**
 * What binds the way back from GitHub to who began it: a state that is good once, for an hour, for that person, and only while they
 * still may connect the organization.
 */
@Injectable()
export class ConnectStates {
  readonly #now: () => number;
  readonly #database: Database;
  readonly #reader: AccessReader;

  constructor(parts: ProcessParts, @Inject(APP_DATABASE) database: Database, reader: AccessReader) {
    this.#now = parts.now;
    this.#database = database;
    this.#reader = reader;
  }

  async begin<S extends Step>(
    step: S,
    { organizationId, slug, userId }: Member,
    data: StepData<S>,
  ): Promise<string> {
    const state = newSecret();
    await transaction(this.#database, { identity: true }, (tx) =>
      issueOneTimeToken(tx, {
        tokenSha256: hashSecret(state),
        purpose: step,
        userId,
        data: { organizationId, slug, ...data },
        expiresAt: this.#now() + STATE_MS,
      }),
    );
    return state;
  }

  /**
   * Uses a state up. Throws AppError: `invalid_request` for one that is unknown, used, over, or somebody else’s; otherwise as the guard
   * does, when the person may not connect the organization any more.
   */
  async finish<S extends Step>(
    step: S,
    state: string,
    userId: string,
  ): Promise<{ member: Member; data: z.output<(typeof STEPS)[S]> }> {
    const token = await transaction(this.#database, { identity: true }, (tx) =>
      useOneTimeToken(tx, { tokenSha256: hashSecret(state), purpose: step, now: this.#now() }),
    );
    if (token === null || token.userId !== userId) throw stateIsOver();
    const data = STEPS[step].parse(token.data) as z.output<(typeof STEPS)[S]>;
    const member = await this.requireMember(data.slug, userId);
    if (member.organizationId !== data.organizationId) throw stateIsOver();
    return { member, data };
  }

  /** The person as a member who may connect the organization of this slug. Throws as the guard does. */
  async requireMember(slug: string, userId: string): Promise<Member> {
    const member = await this.#reader.member(slug, userId);
    if (member === null) throw noSuchOrganization();
    requireCapability(member, 'manage_connections', this.#now());
    return member;
  }
}

function stateIsOver(): AppError {
  return new AppError(
    'invalid_request',
    'This way back from GitHub has run out, was used already, or was begun by somebody else.',
    { field: 'body.state', remedy: 'Begin anew, on the page GitHub of the organization.' },
  );
}
