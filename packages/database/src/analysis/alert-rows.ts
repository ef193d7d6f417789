import type { AlertCandidate } from '@devpulse/domain/alerts/candidate';
import type { AlertRuleId, AlertSubjectType } from '@devpulse/domain/alerts/rules';
import type { AlertState, ResolvedReason, StoredAlert } from '@devpulse/domain/alerts/stored-alert';
import type { Instant } from '@devpulse/domain/time/instant';

/** What the column `evidence` holds: the value and the target in their unit, what they were judged by, and the words. */
export type AlertEvidenceColumn = Pick<
  AlertCandidate,
  'unit' | 'target' | 'value' | 'evidence' | 'text' | 'personText' | 'managersFrom'
>;

export type AlertRow = {
  id: string;
  rule: AlertRuleId;
  subjectType: AlertSubjectType;
  subjectId: string;
  deduplicationKey: string;
  teamId: string | null;
  repositoryId: string | null;
  state: AlertState;
  since: Instant;
  openedAt: Instant;
  evidence: AlertEvidenceColumn;
  snoozedUntil: Instant | null;
  resolvedAt: Instant | null;
  resolvedReason: ResolvedReason | null;
};

/** SQL for the columns of an `AlertRow`, of `health_alert a`. */
export const ALERT_COLUMNS = `a.id, a.rule, a.subject_type AS "subjectType", a.subject_id AS "subjectId",
  a.deduplication_key AS "deduplicationKey", a.team_id AS "teamId", a.repository_id AS "repositoryId", a.state, a.since,
  a.opened_at AS "openedAt", a.evidence, a.snoozed_until AS "snoozedUntil", a.resolved_at AS "resolvedAt",
  a.resolved_reason AS "resolvedReason"`;

export function storedAlert({ subjectType, subjectId, evidence, ...row }: AlertRow): StoredAlert {
  return { ...row, ...evidence, subject: { type: subjectType, id: subjectId } };
}

export function evidenceColumn(found: AlertCandidate): AlertEvidenceColumn {
  const { unit, target, value, evidence, text, personText, managersFrom } = found;
  return { unit, target, value, evidence, text, personText, managersFrom };
}
