import { randomUUID } from 'node:crypto';
import type { Role } from '@devpulse/domain/access/roles';
import type { SessionKind } from '@devpulse/domain/access/session-rules';
import pg from 'pg';
import { AccessTokens } from '../src/platform/access/access-tokens.ts';
import type { TestApi } from './test-api.ts';

export type TestPerson = {
  userId: string;
  sessionId: string;
  email: string;
  name: string;
  /** `{ authorization: 'Bearer …' }` of the session. */
  headers: { authorization: string };
};

export type TestOrganization = { id: string; slug: string };

type SessionOptions = { kind?: SessionKind; authenticatedAt?: Date; deviceId?: string };

/** People, organizations and memberships that a test needs, put straight into its database as its owner. */
export class Registry {
  readonly pool: pg.Pool;
  readonly #api: TestApi;

  constructor(api: TestApi, ownerUrl: string) {
    this.#api = api;
    this.pool = new pg.Pool({ connectionString: ownerUrl, max: 2 });
  }

  close(): Promise<void> {
    return this.pool.end();
  }

  async organization(name: string = `org-${randomUUID().slice(0, 8)}`): Promise<TestOrganization> {
    const id = randomUUID();
    await this.pool.query('INSERT INTO organization (id, slug, name) VALUES ($1, $2, $2)', [id, name]);
    return { id, slug: name };
  }

  /** A person with a session of their own, authenticated just now. */
  async person(
    options: SessionOptions & { name?: string; isInstanceOwner?: boolean } = {},
  ): Promise<TestPerson> {
    const userId = randomUUID();
    const name = options.name ?? `Person ${userId.slice(0, 4)}`;
    const email = `${userId.slice(0, 13)}@example.com`;
    await this.pool.query(
      `INSERT INTO "user" (id, email, name, email_verified_at, is_instance_owner) VALUES ($1, $2, $3, $4, $5)`,
      [userId, email, name, this.#now(), options.isInstanceOwner ?? false],
    );
    return { userId, email, name, ...(await this.session(userId, options)) };
  }

  async session(
    userId: string,
    options: SessionOptions = {},
  ): Promise<Pick<TestPerson, 'sessionId' | 'headers'>> {
    const sessionId = randomUUID();
    const later = new Date(this.#api.parts.now() + 7 * 86_400_000);
    await this.pool.query(
      `INSERT INTO session (id, user_id, device_id, kind, authenticated_at, idle_expires_at, absolute_expires_at, created_at, last_seen_at)
       VALUES ($1, $2, $3, $4, $5, $6, $6, $7, $7)`,
      [
        sessionId,
        userId,
        options.deviceId ?? null,
        options.kind ?? 'web',
        options.authenticatedAt ?? this.#now(),
        later,
        this.#now(),
      ],
    );
    const { token } = await this.#api.app.get(AccessTokens).issue({ id: sessionId, userId });
    return { sessionId, headers: { authorization: `Bearer ${token}` } };
  }

  async member(organization: TestOrganization, person: { userId: string }, role: Role): Promise<void> {
    await this.pool.query(
      'INSERT INTO membership (organization_id, user_id, role, role_since) VALUES ($1, $2, $3, $4)',
      [organization.id, person.userId, role, this.#now()],
    );
  }

  /** A person of delivery, with a GitHub account, linked to a member or to nobody. */
  async contributor(
    organization: TestOrganization,
    options: { userId?: string; login?: string } = {},
  ): Promise<string> {
    const id = randomUUID();
    await this.pool.query('INSERT INTO contributor (id, organization_id, user_id) VALUES ($1, $2, $3)', [
      id,
      organization.id,
      options.userId ?? null,
    ]);
    await this.pool.query(
      `INSERT INTO github_account (organization_id, github_id, login, account_type, is_bot, contributor_id, seen_at)
       VALUES ($1, floor(random() * 1e9)::bigint, $2, 'User', false, $3, now())`,
      [organization.id, options.login ?? `login-${id.slice(0, 6)}`, id],
    );
    return id;
  }

  async team(organization: TestOrganization, name = 'Payments'): Promise<string> {
    const id = randomUUID();
    await this.pool.query('INSERT INTO team (id, organization_id, slug, name) VALUES ($1, $2, $3, $4)', [
      id,
      organization.id,
      `${name.toLowerCase()}-${id.slice(0, 4)}`,
      name,
    ]);
    return id;
  }

  async putInTeam(organization: TestOrganization, team: string, contributorId: string): Promise<void> {
    await this.pool.query(
      `INSERT INTO team_membership (organization_id, contributor_id, team_id, starts_at) VALUES ($1, $2, $3, '-infinity')`,
      [organization.id, contributorId, team],
    );
  }

  async manages(organization: TestOrganization, team: string, person: { userId: string }): Promise<void> {
    await this.pool.query(
      'INSERT INTO team_manager (organization_id, team_id, user_id) VALUES ($1, $2, $3)',
      [organization.id, team, person.userId],
    );
  }

  #now(): Date {
    return new Date(this.#api.parts.now());
  }
}

export async function openRegistry(api: TestApi, ownerUrl: string): Promise<Registry> {
  return new Registry(api, ownerUrl);
}
