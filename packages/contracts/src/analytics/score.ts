import { PART_IDS } from '@devpulse/domain/score/parts';
import { TARGET_KINDS } from '@devpulse/domain/score/targets';
import { z } from 'zod';
import { OrganizationParams, TeamSummary } from '../organization/organizations.ts';
import { Count, Done, InstantText, LocalDay, Seconds } from '../primitives.ts';
import { route } from '../route.ts';
import { DayRange, ScopeQuery, ScopeView } from './figures.ts';
import { EvidenceItem, PageQuery } from './metrics.ts';

export const ScorePartName = z.enum(PART_IDS);
export const Confidence = z.enum(['low', 'medium', 'high']);

/** The Delivery Reliability Score in one line. */
export const ScoreSummary = z.object({
  /** Last complete local day that it speaks of. */
  day: LocalDay,
  /** 0 … 100; null: not enough data, never zero. */
  value: z.number().nullable(),
  /** 80 % interval. */
  low: z.number().nullable(),
  high: z.number().nullable(),
  confidence: Confidence.nullable(),
  /** Pull requests whose outcome is known. */
  n: Count,
  /** Against 28 days before; `changed` only when the difference exceeds half of both widths. */
  change: z.object({ day: LocalDay, value: z.number().nullable(), isChanged: z.boolean() }).nullable(),
});
export type ScoreSummary = z.infer<typeof ScoreSummary>;

const ScorePart = z.object({
  part: ScorePartName,
  weight: z.number(),
  /** 0 … 100; null when absent. */
  value: z.number().nullable(),
  /** What it adds to the printed score, one decimal; the parts sum to it. */
  points: z.number().nullable(),
  n: Count,
  /** In time ÷ matured; P85 ÷ P50 (null where several teams have their own); ΣO ÷ ΣW; reverts ÷ merges. */
  numerator: z.number().nullable(),
  denominator: z.number().nullable(),
  /** Why it is absent. */
  absent: z.string().nullable(),
  evidence: z.string(),
});

export const ScoreView = ScoreSummary.extend({
  scope: ScopeView,
  definitionVersion: z.int(),
  window: DayRange.describe('Calendar days that it looks back on'),
  /** Why there is no value; null where there is one. */
  missing: z.object({ reason: z.enum(['too_few_matured', 'too_few_parts']), needed: z.int() }).nullable(),
  /** The service level of the scope itself on that day; of a repository the organization’s. */
  serviceLevel: z.object({
    workingSeconds: Seconds,
    source: z.enum(['chosen', 'computed', 'default']),
    since: LocalDay.nullable(),
  }),
  /** Those that pull requests were judged by; `team` null: of no team, or of one that the caller may not see. */
  serviceLevels: z.array(z.object({ team: TeamSummary.nullable(), workingSeconds: Seconds })),
  parts: z.array(ScorePart),
  /** Closed unmerged, of the cohort; a large share caps the confidence. */
  abandoned: z.object({ count: Count, of: Count, share: z.number() }).nullable(),
  /** What was left out, of which part (null: of all), and why. */
  exclusions: z.array(z.object({ part: ScorePartName.nullable(), reason: z.string(), n: Count })),
  computedAt: InstantText,
});
export type ScoreView = z.infer<typeof ScoreView>;

const path = '/api/v1/organizations/:organization/score';

export const getScore = route({
  id: 'getScore',
  method: 'GET',
  path,
  summary: 'The Delivery Reliability Score with its parts, interval, confidence and what was left out',
  access: 'read_delivery',
  params: OrganizationParams,
  query: ScopeQuery.extend({ day: LocalDay.optional() }),
  response: ScoreView,
});

export const getScoreHistory = route({
  id: 'getScoreHistory',
  method: 'GET',
  path: `${path}/history`,
  summary: 'The score at the end of each day of the last 26 weeks at most, oldest first',
  access: 'read_delivery',
  params: OrganizationParams,
  query: ScopeQuery.extend({ days: z.coerce.number().int().min(1).max(182).default(90) }),
  response: z.object({
    scope: ScopeView,
    points: z.array(
      z.object({
        day: LocalDay,
        value: z.number().nullable(),
        low: z.number().nullable(),
        high: z.number().nullable(),
        definitionVersion: z.int(),
      }),
    ),
  }),
});

const ScoreEvidenceItem = EvidenceItem.omit({ at: true, elapsedSeconds: true }).extend({
  /** Team of the author when it was ready; null: of none, or of one that the caller may not see. */
  team: TeamSummary.nullable(),
  readyAt: InstantText.nullable(),
  endedAt: InstantText.nullable(),
  /** How it counts in the part: `counted` where a part has neither hits nor misses. */
  outcome: z.enum(['hit', 'miss', 'half', 'counted', 'excluded']),
  /** Why it is excluded. */
  reason: z.string().nullable(),
  serviceLevelSeconds: Seconds,
  isAbandoned: z.boolean(),
  cycleWorkingSeconds: Seconds.nullable(),
  /** Flow: days that it stood open and ready, and those on which it was older than its service level; drafts count half. */
  openDays: z.number(),
  olderDays: z.number(),
  /** Stability: 1 for a revert within 14 days, 0.5 within 24 hours. */
  revertWeight: z.number(),
});

export const getScoreEvidence = route({
  id: 'getScoreEvidence',
  method: 'GET',
  path: `${path}/pull-requests`,
  summary:
    'The pull requests behind each hit and miss of a part; with all of them anyone can compute the score by hand',
  access: 'read_delivery',
  params: OrganizationParams,
  query: ScopeQuery.extend({ day: LocalDay.optional(), part: ScorePartName.default('promise_kept') }).extend(
    PageQuery.shape,
  ),
  response: z.object({
    day: LocalDay,
    part: ScorePartName,
    total: Count,
    items: z.array(ScoreEvidenceItem),
    nextCursor: z.string().nullable(),
  }),
});

const TargetKind = z.enum(TARGET_KINDS);
const TargetView = z.object({
  kind: TargetKind,
  /** Null: the organization’s own. */
  team: TeamSummary.nullable(),
  /** Working seconds; lines for size. Null takes an earlier choice back. */
  value: z.int().nullable(),
  source: z.enum(['chosen', 'computed']),
  effectiveFrom: LocalDay,
  /** What a computed one was made of, such as n and the period. */
  basis: z.record(z.string(), z.unknown()),
  setBy: z.string().nullable(),
  setAt: InstantText,
});

export const listTargets = route({
  id: 'listTargets',
  method: 'GET',
  path: '/api/v1/organizations/:organization/targets',
  summary: 'Targets in force, and every change of them, newest first',
  access: 'read_organization',
  params: OrganizationParams,
  response: z.object({
    /** Of the organization and each team, for each kind: its own or the one that it inherits; `default` was set by nobody. */
    inForce: z.array(
      z.object({
        kind: TargetKind,
        team: TeamSummary.nullable(),
        value: z.int().nullable(),
        source: z.enum(['chosen', 'computed', 'default']),
        isInherited: z.boolean(),
        since: LocalDay.nullable(),
      }),
    ),
    history: z.array(TargetView),
  }),
});

export const setTarget = route({
  id: 'setTarget',
  method: 'PUT',
  path: '/api/v1/organizations/:organization/targets/:kind',
  summary: 'Chooses a target from today on, or takes the choice back; what was before stays as it was judged',
  access: 'manage_settings',
  params: OrganizationParams.extend({ kind: TargetKind }),
  body: z.object({
    team: z.uuid().optional(),
    /** Working seconds (an hour to 400 hours); lines for size (10 to 100,000). Null takes the choice back. */
    value: z.int().min(10).max(1_440_000).nullable(),
  }),
  response: Done,
});
