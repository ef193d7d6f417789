import { formatWorking } from '../metrics/format.ts';
import type { WorkingCalendar } from '../time/working-calendar.ts';
import {
  type AlertCandidate,
  calendarOf,
  deduplicationKey,
  type Findings,
  isAllUnseen,
  type NotEvaluated,
  notEvaluated,
  unseenRepositoryIds,
} from './candidate.ts';
import { isRuleOn, targetSeconds } from './settings.ts';
import type { AlertSnapshot, RepositoryState, TeamState } from './snapshot.ts';
import { passedAt, secondsWaited } from './waiting-clock.ts';

const ACTIVE_MILLISECONDS = 56 * 86_400_000;

type Place = {
  readonly type: 'team' | 'repository';
  readonly state: TeamState | RepositoryState;
  readonly teamId: string | null;
  readonly calendar: WorkingCalendar;
  readonly isUnseen: boolean;
};

function candidateOf(snapshot: AlertSnapshot, place: Place): AlertCandidate | null {
  const { state, type, teamId, calendar } = place;
  const last = state.lastMergeOrReviewAt;
  if (last === null || state.activityOf8Weeks === 0 || snapshot.now - last > ACTIVE_MILLISECONDS) return null;
  const clock = { calendar, from: last, pauses: [] };
  const value = secondsWaited(clock, snapshot.now);
  const target = targetSeconds(snapshot.settings, 'inactivity', { teamId, calendar });
  if (value <= target) return null;
  const since = passedAt(clock, target, snapshot.now);
  return {
    rule: 'inactivity',
    subject: { type, id: state.id },
    deduplicationKey: deduplicationKey('inactivity', type, state.id),
    teamId,
    repositoryId: type === 'repository' ? state.id : null,
    since,
    unit: 'working_seconds',
    target,
    value,
    evidence: {
      ids: { [`${type}Id`]: state.id },
      figures: { activityOf8Weeks: state.activityOf8Weeks },
      instants: { lastMergeOrReviewAt: last, targetPassedAt: since },
    },
    text: {
      headline: `No merge and no review for ${formatWorking(value, calendar)}`,
      about: state.name,
      target: `target ${formatWorking(target, calendar)}`,
    },
    personText: null,
    managersFrom: null,
  };
}

function placesOf(snapshot: AlertSnapshot): Place[] {
  const unseen = unseenRepositoryIds(snapshot);
  const isTeamUnseen = isAllUnseen(snapshot);
  const repositories = snapshot.repositories.map((state): Place => {
    const { calendar } = snapshot;
    return { type: 'repository', state, teamId: null, calendar, isUnseen: unseen.has(state.id) };
  });
  const teams = snapshot.teams.map((state): Place => {
    const calendar = calendarOf(snapshot, state.id);
    return { type: 'team', state, teamId: state.id, calendar, isUnseen: isTeamUnseen };
  });
  return [...repositories, ...teams];
}

/** Repositories (on the organization's clock) and teams (on their own) that fell silent. Source: metrics.md, section 6. */
export function inactivityAlerts(snapshot: AlertSnapshot): Findings {
  const candidates: AlertCandidate[] = [];
  const holding: string[] = [];
  const gaps: NotEvaluated[] = [];
  for (const place of placesOf(snapshot)) {
    if (!isRuleOn(snapshot.settings, 'inactivity', place.teamId)) continue;
    if (place.isUnseen) {
      holding.push(deduplicationKey('inactivity', place.type, place.state.id));
      gaps.push(notEvaluated('inactivity', 'installation_suspended', { subjectId: place.state.id }));
      continue;
    }
    const found = candidateOf(snapshot, place);
    if (found) candidates.push(found);
  }
  return { candidates, holding, notEvaluated: gaps };
}
