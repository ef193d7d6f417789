import {
  type AlertCandidate,
  deduplicationKey,
  type Findings,
  type NotEvaluated,
  notEvaluated,
} from './candidate.ts';
import { isRuleOn, ruleTarget } from './settings.ts';
import type { AlertSnapshot, TeamState } from './snapshot.ts';

export const REVIEW_LOAD_DAYS = 14;
const WINDOW_MILLISECONDS = REVIEW_LOAD_DAYS * 86_400_000;
const MINIMUM_REQUESTS = 10;
/** The share of one person is behaviour: of fewer people it would be seen whose it is (security page, P02). */
const MINIMUM_PEOPLE = 5;
/** The share moves with every request: an alert ends only this far under its target, so that it does not come and go. */
const HOLD_POINTS = 5;

type Load = { readonly requests: number; readonly largest: number };

function loadOf(snapshot: AlertSnapshot, teamId: string): Load {
  const counts = new Map<string, number>();
  let requests = 0;
  for (const request of snapshot.reviewRequests) {
    const age = snapshot.now - request.requestedAt;
    if (request.teamId !== teamId || age < 0 || age >= WINDOW_MILLISECONDS) continue;
    counts.set(request.reviewerId, (counts.get(request.reviewerId) ?? 0) + 1);
    requests += 1;
  }
  return { requests, largest: Math.max(0, ...counts.values()) };
}

function candidateOf(team: TeamState, load: Load, judged: { target: number; now: number }): AlertCandidate {
  const value = (100 * load.largest) / load.requests;
  return {
    rule: 'review_load',
    subject: { type: 'team', id: team.id },
    deduplicationKey: deduplicationKey('review_load', 'team', team.id),
    teamId: team.id,
    repositoryId: null,
    since: judged.now,
    unit: 'percent',
    target: judged.target,
    value,
    evidence: { ids: { teamId: team.id }, figures: { ...load, days: REVIEW_LOAD_DAYS }, instants: {} },
    text: {
      headline: `One person holds ${Math.round(value)} % of review requests`,
      about: `${team.name}, ${load.largest} of ${load.requests} requests in ${REVIEW_LOAD_DAYS} days`,
      target: `target ${judged.target} %`,
    },
    personText: null,
    managersFrom: null,
  };
}

/** Teams in which one person holds too large a share of the review requests of 14 elapsed days. Source: metrics.md, section 6. */
export function reviewLoadAlerts(snapshot: AlertSnapshot): Findings {
  const candidates: AlertCandidate[] = [];
  const holding: string[] = [];
  const gaps: NotEvaluated[] = [];
  for (const team of snapshot.teams) {
    if (!isRuleOn(snapshot.settings, 'review_load', team.id)) continue;
    const load = loadOf(snapshot, team.id);
    const scope = { subjectId: team.id };
    if (team.personCount < MINIMUM_PEOPLE) gaps.push(notEvaluated('review_load', 'team_too_small', scope));
    else if (load.requests < MINIMUM_REQUESTS) {
      gaps.push(notEvaluated('review_load', 'too_few_requests', scope));
    } else {
      const target = ruleTarget(snapshot.settings, 'review_load', team.id) ?? 0;
      // Whole numbers on both sides, so that a share of exactly the target is not over it.
      const isOver = (limit: number) => 100 * load.largest > limit * load.requests;
      if (isOver(target)) candidates.push(candidateOf(team, load, { target, now: snapshot.now }));
      else if (isOver(target - HOLD_POINTS)) holding.push(deduplicationKey('review_load', 'team', team.id));
    }
  }
  return { candidates, holding, notEvaluated: gaps };
}
