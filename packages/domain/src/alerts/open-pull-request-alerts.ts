import { formatCount, formatWorking } from '../metrics/format.ts';
import type { Instant, Span } from '../time/instant.ts';
import { type WorkingCalendar, workingDaySeconds } from '../time/working-calendar.ts';
import {
  type AlertCandidate,
  calendarOf,
  deduplicationKey,
  type Findings,
  isOnAnywhere,
  type NotEvaluated,
  notEvaluated,
  unseenRepositoryIds,
} from './candidate.ts';
import type { AlertRuleId } from './rules.ts';
import { isRuleOn, ruleTarget, targetSeconds } from './settings.ts';
import type { AlertSnapshot, OpenPullRequest } from './snapshot.ts';
import { passedAt, secondsWaited } from './waiting-clock.ts';

const RULES = [
  'review_wait',
  'stale_pull_request',
  'approved_not_merged',
  'hidden_wip',
  'oversized',
] as const;
type OpenRule = (typeof RULES)[number];
type TimedRule = Exclude<OpenRule, 'oversized'>;

type Judged = {
  readonly snapshot: AlertSnapshot;
  readonly pullRequest: OpenPullRequest;
  readonly calendar: WorkingCalendar;
};

/** What is waited for: since when, and what does not count. Null where the rule does not look at this state. */
type Wait = { readonly from: Instant; readonly pauses: readonly Span[]; readonly targetSeconds: number };

const HEADLINES: Record<TimedRule, (time: string) => string> = {
  review_wait: (time) => `Ready and not reviewed for ${time}`,
  stale_pull_request: (time) => `No activity for ${time}`,
  approved_not_merged: (time) => `Approved and not merged for ${time}`,
  hidden_wip: (time) => `A draft for ${time}`,
};

function identity(rule: AlertRuleId, pullRequest: OpenPullRequest) {
  return {
    rule,
    subject: { type: 'pull_request', id: pullRequest.id },
    deduplicationKey: deduplicationKey(rule, 'pull_request', pullRequest.id),
    teamId: pullRequest.teamId,
    repositoryId: pullRequest.repositoryId,
    personText: null,
    managersFrom: null,
  } as const;
}

const aboutOf = (one: OpenPullRequest): string => `${one.repositoryName} #${one.number}, ${one.title}`;

const idsOf = (one: OpenPullRequest) => ({ pullRequestId: one.id, repositoryId: one.repositoryId });

function waitOf(rule: TimedRule, { snapshot, pullRequest, calendar }: Judged): Wait | null {
  const { state, readyAt, draftSince, approvedAt, lastHumanEventAt, pausedSpans, teamId } = pullRequest;
  const target = targetSeconds(snapshot.settings, rule, { teamId, calendar });
  const wait = (from: Instant, seconds = target): Wait => ({
    from,
    pauses: pausedSpans,
    targetSeconds: seconds,
  });
  if (rule === 'hidden_wip') {
    return state === 'draft' && draftSince !== null ? { ...wait(draftSince), pauses: [] } : null;
  }
  if (state === 'draft' || readyAt === null) return null;
  if (rule === 'review_wait') return state === 'waiting' ? wait(readyAt) : null;
  if (rule === 'approved_not_merged') {
    return state === 'approved' && approvedAt !== null ? wait(Math.max(approvedAt, readyAt)) : null;
  }
  const gap = snapshot.teams.find((team) => team.id === teamId)?.idleGapP85Seconds ?? 0;
  return wait(Math.max(lastHumanEventAt ?? readyAt, readyAt), Math.max(target, gap));
}

function timedCandidate(rule: TimedRule, judged: Judged): AlertCandidate | null {
  const { snapshot, pullRequest, calendar } = judged;
  const wait = waitOf(rule, judged);
  if (wait === null) return null;
  const clock = { calendar, from: wait.from, pauses: wait.pauses };
  const value = secondsWaited(clock, snapshot.now);
  if (value <= wait.targetSeconds) return null;
  const since = passedAt(clock, wait.targetSeconds, snapshot.now);
  const target = wait.targetSeconds;
  return {
    ...identity(rule, pullRequest),
    since,
    unit: 'working_seconds',
    target,
    value,
    evidence: {
      ids: idsOf(pullRequest),
      figures: pullRequest.sizeLines === null ? {} : { sizeLines: pullRequest.sizeLines },
      instants: { startedAt: wait.from, targetPassedAt: since },
    },
    text: {
      headline: HEADLINES[rule](formatWorking(value, calendar)),
      about: aboutOf(pullRequest),
      target: `target ${formatWorking(target, calendar)}`,
    },
  };
}

function oversizedCandidate({ snapshot, pullRequest }: Judged): AlertCandidate | null {
  const { state, readyAt, sizeLines, pausedSpans, teamId } = pullRequest;
  const target = ruleTarget(snapshot.settings, 'oversized', teamId) ?? 0;
  if (state === 'draft' || readyAt === null || sizeLines === null || sizeLines <= target) return null;
  return {
    ...identity('oversized', pullRequest),
    since: Math.max(readyAt, ...pausedSpans.map((span) => span.to ?? readyAt)),
    unit: 'lines',
    target,
    value: sizeLines,
    evidence: { ids: idsOf(pullRequest), figures: { sizeLines }, instants: { readyAt } },
    text: {
      headline: `${formatCount(sizeLines)} lines`,
      about: aboutOf(pullRequest),
      target: `target ${formatCount(target)} lines`,
    },
  };
}

/** Why a rule cannot judge a pull request at all; null when it can. */
function obstacle(rule: OpenRule, { pullRequest, calendar }: Judged): NotEvaluated | null {
  if (rule === 'oversized') {
    const isUnknown = pullRequest.sizeLines === null && pullRequest.state !== 'draft';
    return isUnknown ? notEvaluated(rule, 'size_unknown', { subjectId: pullRequest.id }) : null;
  }
  const hasHours = workingDaySeconds(calendar) > 0 && calendar.weekdays.length > 0;
  return hasHours ? null : notEvaluated(rule, 'no_working_hours', { subjectId: pullRequest.id });
}

/** The rules about open pull requests, each on the calendar of its team. Source: metrics.md, section 6. */
export function openPullRequestAlerts(snapshot: AlertSnapshot): Findings {
  const candidates: AlertCandidate[] = [];
  const holding: string[] = [];
  const gaps: NotEvaluated[] = [];
  const unseen = unseenRepositoryIds(snapshot);
  for (const pullRequest of snapshot.pullRequests) {
    const judged = { snapshot, pullRequest, calendar: calendarOf(snapshot, pullRequest.teamId) };
    for (const rule of RULES) {
      if (!isRuleOn(snapshot.settings, rule, pullRequest.teamId)) continue;
      if (unseen.has(pullRequest.repositoryId)) {
        holding.push(deduplicationKey(rule, 'pull_request', pullRequest.id));
        continue;
      }
      const gap = obstacle(rule, judged);
      if (gap) gaps.push(gap);
      const found = gap
        ? null
        : rule === 'oversized'
          ? oversizedCandidate(judged)
          : timedCandidate(rule, judged);
      if (found) candidates.push(found);
    }
  }
  const unseenGaps = [...unseen].flatMap((repositoryId) =>
    RULES.filter((rule) => isOnAnywhere(snapshot.settings, rule)).map((rule) =>
      notEvaluated(rule, 'installation_suspended', { repositoryId }),
    ),
  );
  return { candidates, holding, notEvaluated: [...gaps, ...unseenGaps] };
}
