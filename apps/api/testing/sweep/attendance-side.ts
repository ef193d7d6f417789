import { randomUUID } from 'node:crypto';
import type { Registry, TestOrganization } from '../people.ts';

/** What a side's member has asked for about their time, by the ids that routes name. */
export type AttendanceSide = { correction: string };

const DAY_MS = 86_400_000;

/** An hour of two days ago, entered by hand, which waits for a decision. */
export async function createAttendanceSide(
  { pool }: Registry,
  { id: organizationId }: TestOrganization,
  { userId }: { userId: string },
): Promise<AttendanceSide> {
  const correction = randomUUID();
  const startedAt = Date.now() - 2 * DAY_MS;
  const endedAt = startedAt + 3_600_000;
  await pool.query(
    `INSERT INTO session_correction (id, organization_id, user_id, kind, session_id, after, reason, asked_by, asked_at, starts_at, ends_at,
       state)
     VALUES ($1, $2, $3, 'entry', $4, $5, 'Forgot to clock in', $3, now(), $6, $7, 'pending')`,
    [
      correction,
      organizationId,
      userId,
      randomUUID(),
      JSON.stringify({ startedAt, endedAt, pauses: null }),
      new Date(startedAt),
      new Date(endedAt),
    ],
  );
  return { correction };
}
