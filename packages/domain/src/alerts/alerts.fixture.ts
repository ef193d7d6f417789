/** A quiet organization: every rule is silent until a test changes something. Monday to Friday, 09:00 to 17:00 UTC. */
import type { MemberAuthority } from '../access/member-authority.ts';
import { DEFAULT_CALENDAR } from '../time/working-calendar.ts';
import type { AlertCandidate } from './candidate.ts';
import { generateHealthAlerts } from './generate-health-alerts.ts';
import type { AlertTransition } from './reconcile-alerts.ts';
import type { AlertRuleId } from './rules.ts';
import type { AlertSettings, RuleSettings } from './settings.ts';
import type {
  AlertSnapshot,
  InstallationState,
  OpenPullRequest,
  RepositoryState,
  ReviewRequest,
  TeamState,
  UnreviewedMerge,
} from './snapshot.ts';
import type { StoredAlert } from './stored-alert.ts';

export const at = (text: string): number => Temporal.Instant.from(text).epochMilliseconds;

/** A Friday afternoon, an hour before the end of work. */
export const NOW = at('2025-06-20T16:00:00Z');
export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

export const team = (changes: Partial<TeamState> = {}): TeamState => ({
  id: 'platform',
  name: 'Platform',
  calendar: null,
  personCount: 6,
  idleGapP85Seconds: null,
  lastMergeOrReviewAt: NOW - HOUR,
  activityOf8Weeks: 40,
  ...changes,
});

export const repository = (changes: Partial<RepositoryState> = {}): RepositoryState => ({
  id: 'ledger',
  name: 'ledger',
  installationId: '7',
  lastDeliveryAt: NOW - HOUR,
  workingDayCount: 20,
  deliveryDayCount: 20,
  lastMergeOrReviewAt: NOW - HOUR,
  activityOf8Weeks: 40,
  ...changes,
});

export const pullRequest = (changes: Partial<OpenPullRequest> = {}): OpenPullRequest => ({
  id: 'pr-641',
  number: 641,
  title: 'Nightly settlement: batch by currency',
  repositoryId: 'ledger',
  repositoryName: 'ledger',
  teamId: 'platform',
  state: 'waiting',
  readyAt: NOW - HOUR,
  draftSince: null,
  approvedAt: null,
  lastHumanEventAt: NOW - HOUR,
  pausedSpans: [],
  sizeLines: 228,
  ...changes,
});

export const unreviewedMerge = (changes: Partial<UnreviewedMerge> = {}): UnreviewedMerge => ({
  id: 'pr-502',
  number: 502,
  title: 'Raise the limit',
  repositoryId: 'ledger',
  repositoryName: 'ledger',
  teamId: 'platform',
  mergedAt: NOW - DAY,
  policyAsksForReview: true,
  firstHumanReviewAfterMergeAt: null,
  ...changes,
});

export const installation = (changes: Partial<InstallationState> = {}): InstallationState => ({
  id: '7',
  accountName: 'fernhill',
  suspendedAt: null,
  failedDeliveryCount: 0,
  oldestFailedDeliveryAt: null,
  rateLimit: null,
  ...changes,
});

/** So many requests to the first, the second, … person, an hour apart. */
export const requests = (...counts: number[]): ReviewRequest[] =>
  counts.flatMap((count, person) =>
    Array.from({ length: count }, (_, index) => ({
      teamId: 'platform',
      reviewerId: `person-${person}`,
      requestedAt: NOW - (index + 1) * HOUR,
    })),
  );

export const settings = (
  organization: RuleSettings = {},
  teams: Record<string, RuleSettings> = {},
): AlertSettings => ({ organization, teams });

export const target = (value: number) => ({ isEnabled: null, target: value });
export const ON = { isEnabled: true, target: null };
export const OFF = { isEnabled: false, target: null };

export const snapshot = (changes: Partial<AlertSnapshot> = {}): AlertSnapshot => ({
  now: NOW,
  organizationId: 'fernhill',
  calendar: DEFAULT_CALENDAR,
  settings: settings(),
  teams: [team()],
  repositories: [repository()],
  pullRequests: [],
  unreviewedMerges: [],
  reviewRequests: [],
  scores: [],
  installations: [installation()],
  people: [],
  leaveDays: null,
  openSessions: [],
  ...changes,
});

/** What one rule finds. */
export function found(rule: AlertRuleId, changes: Partial<AlertSnapshot>): AlertCandidate[] {
  return generateHealthAlerts(snapshot(changes)).candidates.filter((candidate) => candidate.rule === rule);
}

/** Why one rule was not evaluated. */
export function gaps(rule: AlertRuleId, changes: Partial<AlertSnapshot>): string[] {
  const { notEvaluated } = generateHealthAlerts(snapshot(changes));
  return notEvaluated.filter((gap) => gap.rule === rule).map((gap) => gap.reason);
}

export const storedOf = (candidate: AlertCandidate, changes: Partial<StoredAlert> = {}): StoredAlert => ({
  ...candidate,
  id: `1:${candidate.deduplicationKey}`,
  state: 'open',
  openedAt: NOW,
  snoozedUntil: null,
  resolvedAt: null,
  resolvedReason: null,
  ...changes,
});

function changed(alert: StoredAlert, transition: AlertTransition): StoredAlert {
  switch (transition.kind) {
    case 'update':
      return { ...alert, ...transition.found };
    case 'wake':
      return { ...alert, state: 'open', snoozedUntil: null };
    case 'resolve': {
      const { at: resolvedAt, reason } = transition;
      return { ...alert, state: 'resolved', snoozedUntil: null, resolvedAt, resolvedReason: reason };
    }
    case 'open':
      return alert;
  }
}

/** What storing the transitions leaves; ids are numbered by key. */
export function applied(
  stored: readonly StoredAlert[],
  transitions: readonly AlertTransition[],
): StoredAlert[] {
  const kept = stored.map((alert) =>
    transitions
      .filter((one) => one.kind !== 'open' && one.alertId === alert.id)
      .reduce((before, transition) => changed(before, transition), alert),
  );
  const opened = transitions.flatMap((one) => {
    if (one.kind !== 'open') return [];
    const key = one.found.deduplicationKey;
    const count = stored.filter((alert) => alert.deduplicationKey === key).length;
    return [storedOf(one.found, { id: `${count + 1}:${key}`, openedAt: one.at })];
  });
  return [...kept, ...opened];
}

export const member = (changes: Partial<MemberAuthority> = {}): MemberAuthority => ({
  organizationId: 'fernhill',
  userId: 'user-1',
  role: 'developer',
  roleSince: 0,
  ownTeamIds: ['platform'],
  managedTeamIds: [],
  contributorId: 'ada',
  isIndividualViewsOn: true,
  secondFactorPolicy: 'administrators',
  hasSecondFactor: true,
  ...changes,
});
