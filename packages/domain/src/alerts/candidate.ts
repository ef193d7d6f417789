import type { Instant } from '../time/instant.ts';
import type { WorkingCalendar } from '../time/working-calendar.ts';
import type { AlertRuleId, AlertSubjectType } from './rules.ts';
import { type AlertSettings, isRuleOn } from './settings.ts';
import type { AlertSnapshot } from './snapshot.ts';

/** Of a candidate's `value` and `target`; a rule's setting may be in another one, see `TargetUnit`. */
export type ValueUnit = 'working_seconds' | 'elapsed_seconds' | 'lines' | 'percent' | 'points' | 'count';

export type AlertText = {
  /** "Ready and not reviewed for 22.4 h" */
  readonly headline: string;
  /** "ledger #641, Nightly settlement: batch by currency" */
  readonly about: string;
  /** "target 8 h" */
  readonly target: string;
};

/** Ids, figures and instants that the condition was judged by; never a name. */
export type AlertEvidence = {
  readonly ids: Readonly<Record<string, string>>;
  readonly figures: Readonly<Record<string, number>>;
  readonly instants: Readonly<Record<string, Instant>>;
};

/** A condition that holds at the instant of its evaluation. */
export type AlertCandidate = {
  readonly rule: AlertRuleId;
  readonly subject: { readonly type: AlertSubjectType; readonly id: string };
  /** The same condition of the same thing has the same key for ever, whatever it is called and whose it is. */
  readonly deduplicationKey: string;
  readonly teamId: string | null;
  readonly repositoryId: string | null;
  /** From when on the condition held; of rules with `keepsFirstSince` the instant of this evaluation. */
  readonly since: Instant;
  readonly unit: ValueUnit;
  readonly target: number;
  readonly value: number;
  readonly evidence: AlertEvidence;
  readonly text: AlertText;
  /** What only the person that it is about reads in its place; null where all read the same. */
  readonly personText: AlertText | null;
  /** When managers see it too; null unless the rule's audience is `person_first`. */
  readonly managersFrom: Instant | null;
};

export type NotEvaluatedReason =
  | 'no_leave_records'
  | 'no_attendance_records'
  | 'no_working_hours'
  | 'branch_policy_unknown'
  | 'size_unknown'
  | 'too_few_requests'
  | 'team_too_small'
  | 'score_missing'
  | 'definition_changed'
  | 'installation_suspended';

/** A rule that could not be judged: everywhere, or for the scope that is named. */
export type NotEvaluated = {
  readonly rule: AlertRuleId;
  readonly reason: NotEvaluatedReason;
  /** Null for all of the rule's subjects, or for those of the repository alone. */
  readonly subjectId: string | null;
  readonly repositoryId: string | null;
};

/** What one rule has to say of a snapshot. */
export type Findings = {
  readonly candidates: readonly AlertCandidate[];
  /** Keys whose alerts stay as they are: too near to the target to end, or not to be seen at present. They open nothing. */
  readonly holding: readonly string[];
  readonly notEvaluated: readonly NotEvaluated[];
};

/** What all rules have to say of a snapshot, with the settings that they were judged by. */
export type AlertEvaluation = Findings & { readonly settings: AlertSettings };

export const NO_EVIDENCE: AlertEvidence = { ids: {}, figures: {}, instants: {} };

export function deduplicationKey(rule: AlertRuleId, kind: string, id: string): string {
  return `${rule}:${kind}:${id}`;
}

export function notEvaluated(
  rule: AlertRuleId,
  reason: NotEvaluatedReason,
  scope: { subjectId?: string; repositoryId?: string } = {},
): NotEvaluated {
  return { rule, reason, subjectId: scope.subjectId ?? null, repositoryId: scope.repositoryId ?? null };
}

export function calendarOf(snapshot: AlertSnapshot, teamId: string | null): WorkingCalendar {
  const team = teamId === null ? undefined : snapshot.teams.find((candidate) => candidate.id === teamId);
  return team?.calendar ?? snapshot.calendar;
}

/** Repositories whose installation is suspended: GitHub tells nothing of them, so silence there says nothing. */
export function unseenRepositoryIds(snapshot: AlertSnapshot): ReadonlySet<string> {
  const suspended = new Set(
    snapshot.installations.filter((one) => one.suspendedAt !== null).map((one) => one.id),
  );
  const unseen = snapshot.repositories.filter((one) => suspended.has(one.installationId));
  return new Set(unseen.map((one) => one.id));
}

/** True when GitHub tells of no repository at all, so that silence of a team or a person says nothing. */
export function isAllUnseen(snapshot: AlertSnapshot): boolean {
  const unseen = unseenRepositoryIds(snapshot);
  return snapshot.repositories.length > 0 && unseen.size === snapshot.repositories.length;
}

/** Whether a rule is on for the organization or any of its teams. */
export function isOnAnywhere(settings: AlertSettings, rule: AlertRuleId): boolean {
  return [null, ...Object.keys(settings.teams)].some((teamId) => isRuleOn(settings, rule, teamId));
}
