import type { CorrectionView } from '@devpulse/contracts/attendance/corrections';
import type { ListedRequest, RequestState } from '@devpulse/ui/attendance/request-list';
import { type MomentWords, momentWords } from '@devpulse/ui/words/moment-words';
import type { z } from 'zod';

export type Correction = z.infer<typeof CorrectionView>;

const STATES: Record<Correction['state'], RequestState> = {
  pending: 'waiting',
  approved: 'approved',
  declined: 'declined',
  withdrawn: 'taken_back',
};

/** A request of the caller's as the list shows it; `moments` are of the zone that they read in. */
export function listedRequest(correction: Correction, moments: MomentWords): ListedRequest {
  return {
    id: correction.id,
    title: titleOf(correction),
    detail: detailOf(correction, moments),
    state: STATES[correction.state],
    action: actionOf(correction),
  };
}

function actionOf({ state, canWithdraw, after, before }: Correction): ListedRequest['action'] {
  if (state === 'pending' && canWithdraw) return 'Take back';
  return state === 'declined' && (after ?? before) !== null ? 'Ask again' : null;
}

/** `Wed 21 Oct, in 08:50, out 19:10`, in the zone in which it was asked for. */
export function titleOf(correction: Correction): string {
  const moments = momentWords(correction.zone);
  const { before, after, kind, askedAt } = correction;
  const day = moments.weekdayDate(Date.parse((before ?? after)?.startedAt ?? askedAt));
  if (kind === 'held_events') return `${day}, what a clock recorded`;
  if (after === null) return before ? `${day}, remove ${rangeOf(before, moments)}` : day;
  if (before === null) return `${day}, ${rangeOf(after, moments)} by hand`;
  const changes = [
    after.startedAt !== before.startedAt && `in ${moments.time(Date.parse(after.startedAt))}`,
    after.endedAt !== before.endedAt && `out ${moments.endTime(Date.parse(after.endedAt))}`,
    JSON.stringify(after.breaks) !== JSON.stringify(before.breaks) && 'other pauses',
  ].filter(Boolean);
  return `${day}, ${changes.join(', ') || 'as recorded'}`;
}

function rangeOf(range: { startedAt: string; endedAt: string }, moments: MomentWords): string {
  return moments.range({ startedAt: Date.parse(range.startedAt), endedAt: Date.parse(range.endedAt) });
}

const HELD = {
  too_old: 'Recorded more than 30 days before it arrived',
  locked_period: 'Recorded in a period that is locked',
  device_removed: 'Recorded on a clock that was removed',
};

function detailOf(correction: Correction, moments: MomentWords): string {
  const { askedAt, decidedAt, decidedBy, decidedAs, decisionReason, heldReason, reason } = correction;
  const asked = `asked ${moments.dateTime(Date.parse(askedAt))}`;
  if (decidedAt === null) return heldReason ? `${HELD[heldReason]}, ${asked}` : `“${reason}”, ${asked}`;
  const when = moments.dateTime(Date.parse(decidedAt));
  if (decidedAs === 'self_applied') return `Applied at once, ${when}: “${reason}”`;
  const who = decidedBy ?? 'somebody who has left';
  return decisionReason === null ? `${who}, ${when}` : `${who}, ${when}: “${decisionReason}”`;
}
