import { randomUUID } from 'node:crypto';
import { hashSecret, newSecret } from '@devpulse/vault/secrets';
import type { Registry, TestOrganization, TestPerson } from '../people.ts';
import { type AnalyticsSide, createAnalyticsSide } from './analytics-side.ts';
import { type AttendanceSide, createAttendanceSide } from './attendance-side.ts';
import { createGithubSide, type GithubSide } from './github-side.ts';
import { createPeopleSide, type PeopleSide } from './people-side.ts';

/** Who calls in the sweep. All but the first three are signed in; `removed` was a member, `revoked` comes by an unlinked device. */
export const CALLERS = [
  'anonymous',
  'revoked',
  'removed',
  'outsider',
  'developer',
  'manager',
  'admin',
  'owner',
] as const;
export type CallerName = (typeof CALLERS)[number];

/** What a side has that a route may be asked about. */
export type Side = {
  organization: TestOrganization;
  /** A member who does not call. */
  target: TestPerson;
  targetContributorId: string;
  /** The manager manages it, the developer is in it. */
  teamId: string;
  teamSlug: string;
  /** A team that neither has anything to do with. */
  otherTeamId: string;
  invitationId: string;
  invitationToken: string;
  github: GithubSide;
  people: PeopleSide;
  analytics: AnalyticsSide;
  attendance: AttendanceSide;
};

export type World = {
  ours: Side;
  theirs: Side;
  callers: Record<Exclude<CallerName, 'anonymous'>, TestPerson>;
};

/** Two organizations that are alike, and everybody who may want to get from one into the other. */
export async function createWorld(registry: Registry): Promise<World> {
  const [ours, theirs] = [await createSide(registry), await createSide(registry)];
  const callers = {
    revoked: await revokedPerson(registry),
    removed: await registry.person({ name: 'Rhea Removed' }),
    outsider: await registry.person({ name: 'Otto Outsider' }),
    developer: await registry.person({ name: 'Dana Developer' }),
    manager: await registry.person({ name: 'Mara Manager' }),
    admin: await registry.person({ name: 'Ada Admin' }),
    owner: await registry.person({ name: 'Olga Owner' }),
  };
  for (const role of ['developer', 'manager', 'admin', 'owner'] as const) {
    await registry.member(ours.organization, callers[role], role);
  }
  await registry.member(ours.organization, callers.revoked, 'admin');
  await registry.member(theirs.organization, callers.outsider, 'owner');
  const developer = await registry.contributor(ours.organization, { userId: callers.developer.userId });
  await registry.putInTeam(ours.organization, ours.teamId, developer);
  await registry.manages(ours.organization, ours.teamId, callers.manager);
  return { ours, theirs, callers };
}

async function createSide(registry: Registry): Promise<Side> {
  const organization = await registry.organization();
  const target = await registry.person({ name: 'Tara Target' });
  await registry.member(organization, target, 'developer');
  const targetContributorId = await registry.contributor(organization, { userId: target.userId });
  const teamId = await registry.team(organization, 'Payments');
  const otherTeamId = await registry.team(organization, 'Search');
  await registry.putInTeam(organization, teamId, targetContributorId);
  // A team of one would be withheld from everybody else.
  await registry.putInTeam(organization, teamId, await registry.contributor(organization));
  const invitationToken = newSecret();
  const invitationId = randomUUID();
  await registry.pool.query(
    `INSERT INTO invitation (id, organization_id, token_sha256, email, role, expires_at)
     VALUES ($1, $2, $3, $4, 'developer', now() + interval '7 days')`,
    [
      invitationId,
      organization.id,
      hashSecret(invitationToken),
      `invited-${invitationId.slice(0, 8)}@example.com`,
    ],
  );
  const { rows } = await registry.pool.query<{ slug: string }>('SELECT slug FROM team WHERE id = $1', [
    teamId,
  ]);
  const teamSlug = rows[0]?.slug ?? '';
  const github = await createGithubSide(registry, organization);
  return {
    organization,
    target,
    targetContributorId,
    teamId,
    teamSlug,
    otherTeamId,
    invitationId,
    invitationToken,
    github,
    people: await createPeopleSide(registry, organization, target),
    analytics: await createAnalyticsSide(registry, organization, { teamId, repository: github.repository }),
    attendance: await createAttendanceSide(registry, organization, target),
  };
}

async function revokedPerson(registry: Registry): Promise<TestPerson> {
  const person = await registry.person({ name: 'Rune Revoked' });
  const deviceId = randomUUID();
  await registry.pool.query(
    `INSERT INTO device (id, user_id, kind, name, os, app_version) VALUES ($1, $2, 'desktop', 'Laptop', 'Linux', '1.0.0')`,
    [deviceId, person.userId],
  );
  const session = await registry.session(person.userId, { kind: 'desktop', deviceId });
  await registry.pool.query('UPDATE device SET revoked_at = now() WHERE id = $1', [deviceId]);
  return { ...person, ...session };
}

/** What a person has that routes of the account name by id: a second session, a device, a passkey, an identity. */
export async function createBelongings(registry: Registry, person: { userId: string }) {
  const session = await registry.session(person.userId);
  const [device, passkey, identity] = [randomUUID(), randomUUID(), randomUUID()];
  await registry.pool.query(
    `INSERT INTO device (id, user_id, kind, name, os, app_version) VALUES ($1, $2, 'desktop', 'Laptop', 'Linux', '1.0.0')`,
    [device, person.userId],
  );
  await registry.pool.query(
    `INSERT INTO passkey (id, user_id, credential_id, public_key, name) VALUES ($1, $2, $3, $4, 'Key')`,
    [passkey, person.userId, randomUUID(), Buffer.from('key')],
  );
  await registry.pool.query(
    `INSERT INTO identity (id, user_id, provider, issuer, subject, label) VALUES ($1, $2, 'github', 'https://github.com', $3, 'octo')`,
    [identity, person.userId, randomUUID()],
  );
  return { session: session.sessionId, device, passkey, identity };
}
