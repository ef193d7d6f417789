import { randomUUID } from 'node:crypto';
import type pg from 'pg';

export type Person = { userId: string; sessionId: string; deviceId: string };
export type Organization = { id: string; slug: string };

/** Of the sheets that are read: a month, the last of it yesterday. */
export const SHEET_DAYS = 31;

/** People, each signed in on a linked desktop. */
export async function addPeople(owner: pg.Client, count: number): Promise<Person[]> {
  const people = Array.from({ length: count }, () => ({
    userId: randomUUID(),
    sessionId: randomUUID(),
    deviceId: randomUUID(),
  }));
  const ids = [
    people.map(({ userId }) => userId),
    people.map(({ deviceId }) => deviceId),
    people.map(({ sessionId }) => sessionId),
  ];
  await owner.query(
    `INSERT INTO "user" (id, email, name, email_verified_at)
     SELECT id, id || '@example.com', 'Person ' || n, now() FROM unnest($1::uuid[]) WITH ORDINALITY AS u (id, n)`,
    [ids[0]],
  );
  await owner.query(
    `INSERT INTO device (id, user_id, kind, name, os, app_version)
     SELECT d, u, 'desktop', 'Laptop', 'Linux', '1.0.0' FROM unnest($1::uuid[], $2::uuid[]) AS r (u, d)`,
    ids.slice(0, 2),
  );
  await owner.query(
    `INSERT INTO session (id, user_id, device_id, kind, authenticated_at, idle_expires_at, absolute_expires_at)
     SELECT s, u, d, 'desktop', now(), now() + interval '7 days', now() + interval '7 days'
     FROM unnest($1::uuid[], $2::uuid[], $3::uuid[]) AS r (u, d, s)`,
    ids,
  );
  return people;
}

/** An organization of these people, the first of whom owns it. */
export async function addOrganization(
  owner: pg.Client,
  slug: string,
  people: readonly Person[],
): Promise<Organization> {
  const id = randomUUID();
  await owner.query('INSERT INTO organization (id, slug, name) VALUES ($1, $2, $2)', [id, slug]);
  await owner.query(
    `INSERT INTO membership (organization_id, user_id, role)
     SELECT $1, id, CASE WHEN n = 1 THEN 'owner' ELSE 'developer' END FROM unnest($2::uuid[]) WITH ORDINALITY AS u (id, n)`,
    [id, people.map(({ userId }) => userId)],
  );
  return { id, slug };
}

/** Day sheets of every member as the product stores them, for each of the last 31 days. */
export async function addSheets(owner: pg.Client, { id }: Organization): Promise<void> {
  await owner.query(
    `INSERT INTO attendance_summary (organization_id, user_id, day, zone, worked_ms, break_ms, unresolved_ms, excluded_ms, first_in,
       last_out, sessions, auto_closed, corrected, status, tzdata, computed_at)
     SELECT m.organization_id, m.user_id, d::date, 'UTC', 27000000 + n * 1000, 1800000, 0, 600000, d + interval '8 hours',
       d + interval '16 hours 30 minutes', 2, 0, 0, 'final', $2, now()
     FROM membership m, generate_series(1, $3::int) AS n,
       LATERAL (SELECT date_trunc('day', now() AT TIME ZONE 'UTC') AT TIME ZONE 'UTC' - make_interval(days => n) AS d) AS day
     WHERE m.organization_id = $1`,
    [id, process.versions.tz ?? 'unknown', SHEET_DAYS],
  );
}

/** First and last of these days. */
export function sheetRange(now: number): { from: string; to: string } {
  const dayBefore = (days: number) => new Date(now - days * 86_400_000).toISOString().slice(0, 10);
  return { from: dayBefore(SHEET_DAYS), to: dayBefore(1) };
}
