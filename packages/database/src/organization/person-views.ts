import type { Role } from '@devpulse/domain/access/roles';
import type { Instant } from '@devpulse/domain/time/instant';
import type { Tenant } from '../tenant.ts';
import { contributorOf, IDENTITY_JOINS, IS_CURRENT, PERSON_NAME } from './people-sql.ts';

export type PersonRow = {
  contributorId: string;
  /** Null for somebody who is no member. */
  userId: string | null;
  name: string;
  login: string | null;
  teams: { id: string; name: string }[];
};

/** A contributor with the teams they are in now; null when there is none of this id. */
export async function findPerson(tenant: Tenant, contributorId: string): Promise<PersonRow | null> {
  const { rows } = await tenant.query<PersonRow>({
    text: `SELECT c.id AS "contributorId", u.id AS "userId", ${PERSON_NAME} AS name, a.login,
        (SELECT coalesce(json_agg(json_build_object('id', t.id, 'name', t.name) ORDER BY lower(t.name), t.id), '[]')
         FROM team t JOIN team_membership m ON m.organization_id = $1 AND m.team_id = t.id
         WHERE t.organization_id = $1 AND m.contributor_id = c.id AND ${IS_CURRENT}) AS teams
      FROM contributor c ${IDENTITY_JOINS}
      WHERE c.organization_id = $1 AND c.id = $2 AND c.merged_into_id IS NULL`,
    values: [contributorId],
  });
  return rows[0] ?? null;
}

/** Logs that somebody saw the individual figures of a person. Nothing that serves requests can take it back. */
export async function recordPersonView(
  tenant: Tenant,
  view: {
    viewer: { userId: string; role: Role };
    person: Pick<PersonRow, 'contributorId' | 'userId'>;
    at: Instant;
  },
): Promise<void> {
  await tenant.query({
    text: `INSERT INTO person_view (organization_id, viewer_user_id, viewer_role, subject_user_id, contributor_id, what, at)
           VALUES ($1, $2, $3, $4, $5, 'individual_figures', to_timestamp($6::float8 / 1000))`,
    values: [view.viewer.userId, view.viewer.role, view.person.userId, view.person.contributorId, view.at],
  });
}

/** Logs with every other member that somebody exported the data of all. */
export async function recordExportViews(
  tenant: Tenant,
  view: { viewer: { userId: string; role: Role }; at: Instant },
): Promise<void> {
  await tenant.query({
    text: `INSERT INTO person_view (organization_id, viewer_user_id, viewer_role, subject_user_id, contributor_id, what, at)
      SELECT $1, $2, $3, m.user_id, c.id, 'organization_export', to_timestamp($4::float8 / 1000)
      FROM membership m ${contributorOf('m.user_id')}
      WHERE m.organization_id = $1 AND m.user_id <> $2`,
    values: [view.viewer.userId, view.viewer.role, view.at],
  });
}

export type AttendanceView = 'attendance_days' | 'attendance_sessions' | 'attendance_export' | 'presence';
/** A page that refreshes itself is one look within this time. */
const SAME_LOOK_MS: Record<AttendanceView, number> = {
  attendance_days: 60_000,
  attendance_sessions: 60_000,
  attendance_export: 0,
  presence: 3_600_000,
};

/** Logs with each of these people that somebody saw or exported their time. */
export async function recordAttendanceViews(
  tenant: Tenant,
  view: {
    viewer: { userId: string; role: Role };
    userIds: readonly string[];
    what: AttendanceView;
    at: Instant;
  },
): Promise<void> {
  await tenant.query({
    text: `INSERT INTO person_view (organization_id, viewer_user_id, viewer_role, subject_user_id, what, at)
      SELECT $1, $2, $3, t.user_id, $5, to_timestamp($6::float8 / 1000) FROM unnest($4::uuid[]) AS t (user_id)
      WHERE NOT EXISTS (SELECT 1 FROM person_view v WHERE v.organization_id = $1 AND v.subject_user_id = t.user_id
        AND v.viewer_user_id = $2 AND v.what = $5 AND v.at > to_timestamp($7::float8 / 1000))`,
    values: [
      view.viewer.userId,
      view.viewer.role,
      view.userIds,
      view.what,
      view.at,
      view.at - SAME_LOOK_MS[view.what],
    ],
  });
}

export type PersonViewRow = {
  id: string;
  at: Instant;
  /** Null for somebody who is no member any more. */
  viewer: string | null;
  viewerRole: string;
  what: 'individual_figures' | 'organization_export' | AttendanceView;
};

/** Who saw or exported a member's data, newest first. */
export async function listPersonViews(
  tenant: Tenant,
  page: { userId: string; before: Instant; limit: number },
): Promise<PersonViewRow[]> {
  const { rows } = await tenant.query<PersonViewRow>({
    text: `SELECT v.id, v.at, u.name AS viewer, v.viewer_role AS "viewerRole", v.what
      FROM person_view v
      LEFT JOIN membership m ON m.organization_id = $1 AND m.user_id = v.viewer_user_id
      LEFT JOIN "user" u ON u.id = m.user_id
      WHERE v.organization_id = $1 AND v.at < to_timestamp($3::float8 / 1000) AND (v.subject_user_id = $2
        OR v.contributor_id IN (SELECT c.id FROM contributor c LEFT JOIN contributor k ON k.organization_id = $1 AND k.id = c.merged_into_id
          WHERE c.organization_id = $1 AND $2 IN (c.user_id, k.user_id)))
      ORDER BY v.at DESC, v.id DESC LIMIT $4`,
    values: [page.userId, page.before, page.limit],
  });
  return rows;
}
