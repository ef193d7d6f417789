import { formatElapsed, formatWorking } from '../metrics/format.ts';
import type { Span } from '../time/instant.ts';
import { dayBounds, type LocalDay } from '../time/local-day.ts';
import { type WorkingCalendar, workingDaySeconds } from '../time/working-calendar.ts';
import {
  type AlertCandidate,
  calendarOf,
  deduplicationKey,
  type Findings,
  isAllUnseen,
  isOnAnywhere,
  notEvaluated,
} from './candidate.ts';
import { isRuleOn, targetSeconds } from './settings.ts';
import type { AlertSnapshot, OpenSession, PersonActivity } from './snapshot.ts';
import { instantAfter, passedAt, secondsWaited } from './waiting-clock.ts';

/** The person alone sees it for this long, unless they acknowledge it earlier; their leave does not count. */
export const PERSON_FIRST_WORKING_DAYS = 2;

function leaveSpans(days: readonly LocalDay[], calendar: WorkingCalendar): Span[] {
  return days.map((day) => dayBounds(day, calendar.zone));
}

function inactivityOf(
  snapshot: AlertSnapshot,
  person: PersonActivity,
  leave: readonly LocalDay[],
): AlertCandidate | null {
  const { contributorId, teamId, lastEventAt } = person;
  if (lastEventAt === null) return null;
  const calendar = calendarOf(snapshot, teamId);
  const clock = { calendar, from: lastEventAt, pauses: leaveSpans(leave, calendar) };
  const value = secondsWaited(clock, snapshot.now);
  const target = targetSeconds(snapshot.settings, 'contributor_inactivity', { teamId, calendar });
  if (value <= target) return null;
  const since = passedAt(clock, target, snapshot.now);
  const time = formatWorking(value, calendar);
  const targetText = `target ${formatWorking(target, calendar)}`;
  const about = 'Work days without an event on GitHub and without recorded leave';
  return {
    rule: 'contributor_inactivity',
    subject: { type: 'contributor', id: contributorId },
    deduplicationKey: deduplicationKey('contributor_inactivity', 'contributor', contributorId),
    teamId,
    repositoryId: null,
    since,
    unit: 'working_seconds',
    target,
    value,
    evidence: {
      ids: { contributorId },
      figures: { leaveDays: leave.length },
      instants: { lastEventAt, targetPassedAt: since },
    },
    text: { headline: `No activity for ${time}`, about, target: targetText },
    personText: {
      headline: `${person.name}, DevPulse saw no activity of yours for ${time}`,
      about: `${about}. Your managers see this after ${PERSON_FIRST_WORKING_DAYS} working days, or once you acknowledge it.`,
      target: targetText,
    },
    managersFrom: instantAfter(
      { ...clock, from: snapshot.now },
      PERSON_FIRST_WORKING_DAYS * workingDaySeconds(calendar),
    ),
  };
}

/** People without an event and without leave, off unless turned on. Source: metrics.md, section 6 and section 8, decision 7. */
export function contributorInactivityAlerts(snapshot: AlertSnapshot): Findings {
  const rule = 'contributor_inactivity';
  const nothing = { candidates: [], holding: [], notEvaluated: [] };
  if (!isOnAnywhere(snapshot.settings, rule)) return nothing;
  if (snapshot.leaveDays === null)
    return { ...nothing, notEvaluated: [notEvaluated(rule, 'no_leave_records')] };
  if (isAllUnseen(snapshot))
    return { ...nothing, notEvaluated: [notEvaluated(rule, 'installation_suspended')] };
  const candidates: AlertCandidate[] = [];
  for (const person of snapshot.people) {
    if (!isRuleOn(snapshot.settings, rule, person.teamId)) continue;
    const found = inactivityOf(snapshot, person, snapshot.leaveDays[person.contributorId] ?? []);
    if (found) candidates.push(found);
  }
  return { ...nothing, candidates };
}

function openSessionOf(snapshot: AlertSnapshot, session: OpenSession): AlertCandidate | null {
  const { id, contributorId, teamId, startedAt } = session;
  const calendar = calendarOf(snapshot, teamId);
  const value = Math.floor((snapshot.now - startedAt) / 1000);
  const target = targetSeconds(snapshot.settings, 'open_session', { teamId, calendar });
  if (value <= target) return null;
  return {
    rule: 'open_session',
    subject: { type: 'contributor', id: contributorId },
    deduplicationKey: deduplicationKey('open_session', 'session', id),
    teamId,
    repositoryId: null,
    since: startedAt + target * 1000,
    unit: 'elapsed_seconds',
    target,
    value,
    evidence: { ids: { sessionId: id }, figures: {}, instants: { startedAt } },
    text: {
      headline: `A work session is open for ${formatElapsed(value)}`,
      about: 'Close it, or correct its end',
      target: `maximum ${formatElapsed(target)}`,
    },
    personText: null,
    managersFrom: null,
  };
}

/** Work sessions open for over their maximum length, on the elapsed clock. Source: metrics.md, section 6. */
export function openSessionAlerts(snapshot: AlertSnapshot): Findings {
  const rule = 'open_session';
  const nothing = { candidates: [], holding: [], notEvaluated: [] };
  if (!isOnAnywhere(snapshot.settings, rule)) return nothing;
  if (snapshot.openSessions === null) {
    return { ...nothing, notEvaluated: [notEvaluated(rule, 'no_attendance_records')] };
  }
  const candidates = snapshot.openSessions
    .filter((session) => isRuleOn(snapshot.settings, rule, session.teamId))
    .map((session) => openSessionOf(snapshot, session))
    .filter((found) => found !== null);
  return { ...nothing, candidates };
}
