export const ALERT_RULE_IDS = [
  'review_wait',
  'stale_pull_request',
  'approved_not_merged',
  'hidden_wip',
  'oversized',
  'merged_without_review',
  'review_load',
  'inactivity',
  'contributor_inactivity',
  'score_drop',
  'integration',
  'open_session',
] as const;
export type AlertRuleId = (typeof ALERT_RULE_IDS)[number];

export type AlertSubjectType = 'pull_request' | 'team' | 'repository' | 'organization' | 'contributor';

/** `working_days` are days of the hours of the calendar that judges; `hours` are elapsed. Targets are whole numbers. */
export type TargetUnit = 'working_seconds' | 'working_days' | 'lines' | 'percent' | 'hours';

/**
 * Who sees an alert. `organization`: everybody who may see delivery figures. `team`: who may see that team.
 * `administrators`: who may manage connections. `person`: nobody but the person it is about. `person_first`: that person,
 * and the managers from `managersFrom` on or once the person has acknowledged it.
 */
export type AlertAudience = 'organization' | 'team' | 'administrators' | 'person_first' | 'person';

export type AlertRule = {
  readonly id: AlertRuleId;
  readonly label: string;
  /** When it speaks, in one sentence. */
  readonly sentence: string;
  /** What ends it, in one sentence. */
  readonly ends: string;
  readonly subjects: readonly AlertSubjectType[];
  readonly severity: 'notice' | 'warning' | 'urgent';
  readonly audience: AlertAudience;
  readonly isEnabledByDefault: boolean;
  /** A team may turn it off for itself, and on only where the organization has it on. */
  readonly isOrganizationsChoice: boolean;
  /** Null where the rule has nothing to set. Bounds include both ends. */
  readonly target: {
    readonly unit: TargetUnit;
    readonly standard: number;
    readonly minimum: number;
    readonly maximum: number;
  } | null;
  /** `since` is when it was first found, for its own beginning cannot be told afterwards; else it is told anew each time. */
  readonly keepsFirstSince: boolean;
};

type Draft = Pick<AlertRule, 'label' | 'sentence' | 'ends' | 'subjects' | 'target'> & Partial<AlertRule>;

function rule(id: AlertRuleId, draft: Draft): AlertRule {
  return {
    severity: 'warning',
    audience: 'organization',
    isEnabledByDefault: true,
    isOrganizationsChoice: false,
    keepsFirstSince: false,
    ...draft,
    id,
  };
}

const PULL_REQUEST = ['pull_request'] as const;

/** Every rule of health alerts. Source: metrics.md, section 6 and section 8, decisions 5 to 7. */
export const ALERT_RULES: Readonly<Record<AlertRuleId, AlertRule>> = {
  review_wait: rule('review_wait', {
    label: 'Waiting for review',
    sentence: 'A pull request is ready and had no review by a person for longer than the pickup target.',
    ends: 'Ends with the first review by a person, a return to draft, or a close.',
    subjects: PULL_REQUEST,
    target: { unit: 'working_seconds', standard: 28_800, minimum: 1_800, maximum: 288_000 },
  }),
  stale_pull_request: rule('stale_pull_request', {
    label: 'No activity',
    sentence:
      'A ready pull request had no event by a person for longer than the target and the gap that 85 % of the team’s stay under.',
    ends: 'Ends with the next event by a person, a return to draft, or a close.',
    subjects: PULL_REQUEST,
    target: { unit: 'working_days', standard: 2, minimum: 1, maximum: 30 },
  }),
  approved_not_merged: rule('approved_not_merged', {
    label: 'Approved and not merged',
    sentence: 'A pull request has an approval in force and is not merged for longer than the target.',
    ends: 'Ends with the merge, a close, a return to draft, or when the approval is withdrawn.',
    subjects: PULL_REQUEST,
    target: { unit: 'working_days', standard: 1, minimum: 1, maximum: 30 },
  }),
  hidden_wip: rule('hidden_wip', {
    label: 'Long draft',
    sentence: 'A pull request is a draft for longer than the target.',
    ends: 'Ends when it is marked ready for review or closed.',
    subjects: PULL_REQUEST,
    severity: 'notice',
    target: { unit: 'working_days', standard: 10, minimum: 2, maximum: 60 },
  }),
  oversized: rule('oversized', {
    label: 'Oversized',
    sentence:
      'A ready pull request changes more lines than the target, without generated files where they are known.',
    ends: 'Ends when it is split or shrinks to the target, returns to draft, is merged, or is closed.',
    subjects: PULL_REQUEST,
    severity: 'notice',
    target: { unit: 'lines', standard: 600, minimum: 50, maximum: 20_000 },
  }),
  merged_without_review: rule('merged_without_review', {
    label: 'Merged without review',
    sentence:
      'A pull request was merged without a review by a person into a branch whose policy asks for one.',
    ends: 'Ends with a review by a person after the merge, or 14 days after the merge.',
    subjects: PULL_REQUEST,
    target: null,
  }),
  review_load: rule('review_load', {
    label: 'Uneven review requests',
    sentence:
      'Of a team’s review requests of 14 days, at least 10, one person holds a larger share than the target.',
    ends: 'Ends when the largest share is 5 points under the target, or with fewer than 10 requests.',
    subjects: ['team'],
    severity: 'notice',
    audience: 'team',
    keepsFirstSince: true,
    target: { unit: 'percent', standard: 60, minimum: 30, maximum: 95 },
  }),
  inactivity: rule('inactivity', {
    label: 'No merge and no review',
    sentence:
      'A repository or team that was active in the last 8 weeks has no merge and no review for longer than the target.',
    ends: 'Ends with the next merge or review, or when the last one is over 8 weeks old.',
    subjects: ['repository', 'team'],
    severity: 'notice',
    target: { unit: 'working_days', standard: 5, minimum: 2, maximum: 30 },
  }),
  contributor_inactivity: rule('contributor_inactivity', {
    label: 'No activity of a person',
    sentence:
      'There was no event of a person for longer than the target, apart from leave; it is shown to that person first.',
    ends: 'Ends with the next event, or when leave is recorded for the days.',
    subjects: ['contributor'],
    severity: 'notice',
    audience: 'person_first',
    isEnabledByDefault: false,
    isOrganizationsChoice: true,
    target: { unit: 'working_days', standard: 10, minimum: 5, maximum: 60 },
  }),
  score_drop: rule('score_drop', {
    label: 'Score fell',
    sentence: 'The Delivery Reliability Score is lower than 28 days ago by more than half of both intervals.',
    ends: 'Ends when the difference to 28 days before is within the intervals again.',
    subjects: ['team', 'repository', 'organization'],
    keepsFirstSince: true,
    target: null,
  }),
  integration: rule('integration', {
    label: 'Connection to GitHub',
    sentence:
      'GitHub sends nothing for longer than the target where it normally does, deliveries failed, the installation is suspended, or the rate limit is used up.',
    ends: 'Ends with the next delivery, when failed ones are processed, the installation is active, or an hour after the limit is renewed.',
    subjects: ['repository', 'organization'],
    severity: 'urgent',
    audience: 'administrators',
    target: { unit: 'hours', standard: 24, minimum: 6, maximum: 168 },
  }),
  open_session: rule('open_session', {
    label: 'Open work session',
    sentence: 'A work session is open for longer than the maximum length; only its owner is told.',
    ends: 'Ends when the session is closed.',
    subjects: ['contributor'],
    audience: 'person',
    target: { unit: 'hours', standard: 14, minimum: 4, maximum: 24 },
  }),
};
