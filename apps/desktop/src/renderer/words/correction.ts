import type { ListedRequest } from '@devpulse/ui/attendance/request-list';
import { durationText, spokenDurationText } from '@devpulse/ui/words/duration-words';
import { dayWords, type MomentWords } from '@devpulse/ui/words/moment-words';
import type { RequestView } from '../../ipc/requests.ts';
import type { WeekSession } from '../../ipc/week.ts';
import type { CommandProblem } from '../command.ts';
import type { CorrectionDraft, DraftFault } from '../week/correction-model.ts';
import { waitText } from './status.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;

/** `09:00–18:02, closed automatically` */
export function sessionLine(session: WeekSession, moments: MomentWords): string {
  if (session.endedAt === null) return `since ${moments.time(session.startedAt)}`;
  const range = moments.range({ startedAt: session.startedAt, endedAt: session.endedAt });
  return session.isClosedAutomatically ? `${range}, closed automatically` : range;
}

type FaultScene = { draft: CorrectionDraft; maximumMinutes: number; now: number; moments: MomentWords };

/** The fact and the way out, as they stand at the field. */
export function faultLine(fault: DraftFault, { draft, maximumMinutes, now, moments }: FaultScene): string {
  switch (fault.fault) {
    case 'no_time':
      return 'A date and a time are needed.';
    case 'in_future': {
      const name = fault.field === 'startedAt' ? 'In' : 'Out';
      return `${name} is in the future. It can be at most now, ${moments.time(now)}.`;
    }
    case 'before_start': {
      const start = draft.startedAt ?? 0;
      const meant = (draft.endedAt ?? 0) + DAY;
      const suggestion = meant > start && meant <= now ? ` Did you mean ${moments.date(meant)}?` : '';
      return `Out is before in, ${moments.time(start)}.${suggestion}`;
    }
    case 'too_long': {
      const length = (draft.endedAt ?? 0) - (draft.startedAt ?? 0);
      return `That is ${durationText(length)}. A session can be at most ${durationText(maximumMinutes * MINUTE)} here.`;
    }
    case 'too_short':
      return fault.missing === 1 ? 'One more character.' : `${fault.missing} more characters.`;
  }
}

/** `2 fields to look at: out is before in; the reason needs one more character` */
export function announceFaults(faults: readonly DraftFault[]): string {
  const count = `${faults.length} ${faults.length === 1 ? 'field' : 'fields'}`;
  return `${count} to look at: ${faults.map(spokenFault).join('; ')}`;
}

function spokenFault(fault: DraftFault): string {
  const name = { startedAt: 'in', endedAt: 'out', reason: 'the reason' }[fault.field];
  switch (fault.fault) {
    case 'no_time':
      return `${name} needs a date and a time`;
    case 'in_future':
      return `${name} is in the future`;
    case 'before_start':
      return 'out is before in';
    case 'too_long':
      return 'the session is too long';
    case 'too_short':
      return `the reason needs ${fault.missing === 1 ? 'one more character' : `${fault.missing} more characters`}`;
  }
}

function overlapLine(range: CommandProblem['range'], moments: MomentWords): string {
  if (range === null) return 'These times overlap another session of yours. Change one of the two.';
  const { startedAt, endedAt } = range;
  if (endedAt === null)
    return `These times overlap your session that is open since ${moments.weekdayTime(startedAt)}. Choose times before it.`;
  return `These times overlap your session ${moments.range({ startedAt, endedAt })}. Change one of the two.`;
}

/** What stands above the form when it was not taken. What was typed is still there. */
export function correctionProblem(
  { problem, range, retryAfterSeconds }: CommandProblem,
  { isConnected, moments }: { isConnected: boolean; moments: MomentWords },
): string {
  switch (problem) {
    case 'overlaps':
      return overlapLine(range, moments);
    case 'locked':
      return 'These times reach into days that are locked, so nothing changes there. Ask an Admin to unlock them.';
    case 'not_now':
      return 'This session is still open, or does not count any more. Clock out first, then correct it.';
    case 'changed_meanwhile':
      return 'This day was changed a moment ago. Look at its times, then send again; what you typed is kept.';
    case 'offline':
      return isConnected
        ? 'The connection is back. Send it again: it counts once, even if it arrived before.'
        : 'No answer: there is no connection. What you typed stays here; send it again when the connection is back.';
    case 'try_later':
      return `The server cannot take it now. What you typed stays here; send it again ${waitText(retryAfterSeconds)}.`;
    case 'signed_out':
      return 'You are signed out. Sign in, then send it again; what you typed stays here.';
    case 'not_found':
      return 'This session is not there any more.';
    default:
      return 'That did not work. Try again.';
  }
}

/** What happens with the request; `faults` counts the marked fields. */
export function effectSentence(scene: {
  faults: number;
  isChanged: boolean;
  appliesNow: boolean;
  limitMinutes: number;
  decidedBy: string | null;
  before: string;
}): string {
  if (scene.faults > 0) {
    if (scene.faults === 1) return 'Nothing changes until the marked field is right.';
    const count = scene.faults === 2 ? 'two' : scene.faults;
    return `Nothing changes until the ${count} marked fields are right.`;
  }
  if (!scene.isChanged) return 'Nothing is changed yet.';
  if (scene.appliesNow) {
    return `Applies now: up to ${scene.limitMinutes} min needs no approval here. It is recorded with your reason; your manager can see it.`;
  }
  return `${scene.decidedBy ?? 'Your manager'} decides. Until then the day stays at ${scene.before}. You are told either way.`;
}

export function announceSent(day: string, before: number, after: number, isApplied: boolean): string {
  if (isApplied) return `Correction applied. ${dayWords.spoken(day)} is now ${spokenDurationText(after)}.`;
  return `Request sent. Until it is decided, the day stays at ${spokenDurationText(before)}.`;
}

/** A request as the list shows it. */
export function listedRequest(request: RequestView, moments: MomentWords): ListedRequest {
  return {
    id: request.requestId,
    title: `${dayWords.weekdayDate(request.day)}, ${changeOf(request, moments)}`,
    detail: detailOf(request, moments),
    state: request.state,
    action: actionOf(request.state),
  };
}

function actionOf(state: RequestView['state']): ListedRequest['action'] {
  if (state === 'waiting') return 'Take back';
  return state === 'declined' ? 'Ask again' : null;
}

function changeOf({ before, after }: RequestView, moments: MomentWords): string {
  const changes = [];
  if (after.startedAt !== before.startedAt) changes.push(`in ${moments.time(after.startedAt)}`);
  if (after.endedAt !== null && after.endedAt !== before.endedAt) {
    changes.push(`out ${moments.endTime(after.endedAt)}`);
  }
  return changes.join(', ') || 'as recorded';
}

function detailOf(request: RequestView, moments: MomentWords): string {
  const { state, sentTo, askedAt, decidedBy, decidedAt, answer, day } = request;
  if (state === 'locked') return `${dayWords.month(day)} is locked. An Admin can open it with a reason.`;
  if (decidedBy !== null && decidedAt !== null) {
    return answer
      ? `${decidedBy}, ${moments.date(decidedAt)}: “${answer}”`
      : `${decidedBy}, ${moments.dateTime(decidedAt)}`;
  }
  return `Sent to ${sentTo ?? 'your manager'} on ${moments.dateTime(askedAt)}`;
}
