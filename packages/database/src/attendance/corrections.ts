import type { ApprovedCorrection } from '@devpulse/domain/attendance/correction';
import type { HeldReason } from '@devpulse/domain/attendance/events';
import type { Instant } from '@devpulse/domain/time/instant';
import type { Tenant } from '../tenant.ts';
import { milliseconds, type SqlRange } from './sql.ts';

export type CorrectionKind = 'change' | 'entry' | 'void' | 'held_events';
export type CorrectionState = 'pending' | 'approved' | 'declined' | 'withdrawn';
export type DecidedAs = 'manager' | 'administrator' | 'self_applied' | 'self_approved';

export type CorrectionRow = {
  id: string;
  userId: string;
  kind: CorrectionKind;
  sessionId: string | null;
  before: ApprovedCorrection['before'];
  after: ApprovedCorrection['after'];
  reason: string;
  heldReason: HeldReason | null;
  eventIds: string[];
  askedBy: string | null;
  askedAt: Instant;
  /** Everything that it would change lies in `[startsAt, endsAt]`. */
  startsAt: Instant;
  endsAt: Instant;
  state: CorrectionState;
  decidedBy: string | null;
  decidedAt: Instant | null;
  decidedAs: DecidedAs | null;
  decisionReason: string | null;
  version: number;
};

const COLUMNS = `c.id, c.user_id AS "userId", c.kind, c.session_id AS "sessionId", c.before, c.after, c.reason, c.held_reason AS "heldReason",
  c.event_ids AS "eventIds", c.asked_by AS "askedBy", c.asked_at AS "askedAt", c.starts_at AS "startsAt", c.ends_at AS "endsAt", c.state,
  c.decided_by AS "decidedBy", c.decided_at AS "decidedAt", c.decided_as AS "decidedAs", c.decision_reason AS "decisionReason", c.version`;

export async function insertCorrection(
  tenant: Tenant,
  correction: Omit<
    CorrectionRow,
    'state' | 'decidedBy' | 'decidedAt' | 'decidedAs' | 'decisionReason' | 'version'
  >,
): Promise<void> {
  const { before, after } = correction;
  await tenant.query({
    text: `INSERT INTO session_correction (organization_id, id, user_id, kind, session_id, before, after, reason, held_reason, event_ids,
        asked_by, asked_at, starts_at, ends_at, state)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, to_timestamp($12::float8 / 1000), to_timestamp($13::float8 / 1000),
        to_timestamp($14::float8 / 1000), 'pending')`,
    values: [
      correction.id,
      correction.userId,
      correction.kind,
      correction.sessionId,
      before === null ? null : JSON.stringify(before),
      after === null ? null : JSON.stringify(after),
      correction.reason,
      correction.heldReason,
      correction.eventIds,
      correction.askedBy,
      correction.askedAt,
      correction.startsAt,
      correction.endsAt,
    ],
  });
}

/** Null when there is none of this id. */
export async function findCorrection(tenant: Tenant, correctionId: string): Promise<CorrectionRow | null> {
  const { rows } = await tenant.query<CorrectionRow>({
    text: `SELECT ${COLUMNS} FROM session_correction c WHERE c.organization_id = $1 AND c.id = $2`,
    values: [correctionId],
  });
  return rows[0] ?? null;
}

export type CorrectionDecision = {
  correctionId: string;
  /** The version that was decided on. */
  version: number;
  state: Exclude<CorrectionState, 'pending'>;
  by: string;
  as: DecidedAs | null;
  reason: string | null;
  now: Instant;
};

/** False when it was decided meanwhile: of two decisions one is written. */
export async function decideCorrection(tenant: Tenant, decision: CorrectionDecision): Promise<boolean> {
  const { rowCount } = await tenant.query({
    text: `UPDATE session_correction SET state = $4, decided_by = $5, decided_as = $6, decision_reason = $7,
        decided_at = to_timestamp($8::float8 / 1000), version = version + 1
      WHERE organization_id = $1 AND id = $2 AND version = $3 AND state = 'pending'`,
    values: [
      decision.correctionId,
      decision.version,
      decision.state,
      decision.by,
      decision.as,
      decision.reason,
      decision.now,
    ],
  });
  return rowCount === 1;
}

/** Of these people, newest first. */
export async function listCorrections(
  tenant: Tenant,
  page: { userIds: readonly string[]; state: CorrectionState | null; before: Instant; limit: number },
): Promise<CorrectionRow[]> {
  const { rows } = await tenant.query<CorrectionRow>({
    text: `SELECT ${COLUMNS} FROM session_correction c WHERE c.organization_id = $1 AND c.user_id = ANY ($2::uuid[])
        AND ($3::text IS NULL OR c.state = $3) AND c.asked_at < to_timestamp($4::float8 / 1000)
      ORDER BY c.asked_at DESC, c.id DESC LIMIT $5`,
    values: [page.userIds, page.state, page.before, page.limit],
  });
  return rows;
}

export async function countPendingCorrections(
  tenant: Tenant,
  userIds: readonly string[],
): Promise<Map<string, number>> {
  const { rows } = await tenant.query<{ userId: string; n: number }>({
    text: `SELECT user_id AS "userId", count(*)::int AS n FROM session_correction
      WHERE organization_id = $1 AND user_id = ANY ($2::uuid[]) AND state = 'pending' GROUP BY user_id`,
    values: [userIds],
  });
  return new Map(rows.map(({ userId, n }) => [userId, n]));
}

/** A change of a session that was approved, or that events count which were held. */
export type ApprovedRow = Pick<
  CorrectionRow,
  'id' | 'sessionId' | 'before' | 'after' | 'eventIds' | 'startsAt' | 'endsAt'
> & {
  decidedAt: Instant;
};

/** SQL for what was approved for the member `$2` in `[from, to)`, and of the sessions of these names, as JSON. */
export const approved = ({ from, to, names }: SqlRange & { names: string }): string =>
  `(SELECT json_agg(json_build_object('id', c.id, 'sessionId', c.session_id, 'before', c.before, 'after', c.after, 'eventIds', c.event_ids,
      'startsAt', ${milliseconds('c.starts_at')}, 'endsAt', ${milliseconds('c.ends_at')}, 'decidedAt', ${milliseconds('c.decided_at')}))
    FROM session_correction c WHERE c.organization_id = $1 AND c.user_id = $2 AND c.state = 'approved'
      AND ((c.starts_at < ${to} AND c.ends_at >= ${from}) OR c.session_id = ANY (${names})))`;

export function approvedCorrections(rows: readonly ApprovedRow[]): ApprovedCorrection[] {
  return rows.flatMap(({ id, sessionId, decidedAt, before, after }) =>
    sessionId === null
      ? []
      : [{ correctionId: id, sessionId, approvedAt: decidedAt, isWithdrawn: false, before, after }],
  );
}
