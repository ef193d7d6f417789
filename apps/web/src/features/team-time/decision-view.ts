import type { CorrectionView } from '@devpulse/contracts/attendance/corrections';
import { durationText } from '@devpulse/ui/words/duration-words';
import { type MomentWords, momentWords } from '@devpulse/ui/words/moment-words';
import type { z } from 'zod';

type Correction = z.infer<typeof CorrectionView>;
type Range = NonNullable<Correction['before']>;

export type DecisionView = {
  id: string;
  version: number;
  name: string;
  /** `Tue 17 Nov` */
  day: string;
  /** `asked Wed 18 Nov, 09:12`, where it is read. */
  asked: string;
  /** Of the day and the times: the person's. */
  zone: string;
  /** What was, and what would be, line by line. */
  changes: readonly { label: string; before: string | null; after: string | null }[];
  /** `Worked 6 h 30 min to 7 h 45 min, +1 h 15 min.`, and what the clocks did meanwhile. */
  effect: string;
  reason: string;
  canDecide: boolean;
};

const HELD = {
  too_old: 'Recorded more than 30 days before it arrived.',
  locked_period: 'Recorded in a period that is locked.',
  device_removed: 'Recorded on a clock that was removed.',
};

/** A request as whoever decides sees it: its times as the person meant them, and when it was asked in the reader's zone. */
export function decisionView(correction: Correction, readerZone: string): DecisionView {
  const moments = momentWords(correction.zone);
  const { before, after, askedAt, heldReason } = correction;
  const about = (before ?? after)?.startedAt ?? askedAt;
  const time = (instant: string | undefined) => (instant ? moments.time(Date.parse(instant)) : null);
  const endTime = (instant: string | undefined) => (instant ? moments.endTime(Date.parse(instant)) : null);
  const pairs = [
    { label: 'Clock in', before: time(before?.startedAt), after: time(after?.startedAt) },
    { label: 'Clock out', before: endTime(before?.endedAt), after: endTime(after?.endedAt) },
    { label: 'Pauses', before: pausesText(before), after: pausesText(after) },
  ];
  return {
    id: correction.id,
    version: correction.version,
    name: correction.member.name,
    day: moments.weekdayDate(Date.parse(about)),
    asked: `asked ${momentWords(readerZone).weekdayTime(Date.parse(askedAt))}`,
    zone: correction.zone,
    changes: pairs.filter((pair) => pair.before !== pair.after),
    effect: heldReason ? HELD[heldReason] : effectText(before, after, moments),
    reason: correction.reason,
    canDecide: correction.canDecide,
  };
}

function pausesText(range: Range | null): string | null {
  return range && durationText(pausedMs(range));
}

function effectText(before: Range | null, after: Range | null, moments: MomentWords): string {
  const [was, becomes] = [workedMs(before), workedMs(after)];
  const change = becomes - was;
  const sign = change < 0 ? '−' : '+';
  const range = after ?? before;
  const clockNote =
    range &&
    moments.clockNote({ startedAt: Date.parse(range.startedAt), endedAt: Date.parse(range.endedAt) });
  const effect = `Worked ${durationText(was)} to ${durationText(becomes)}, ${sign}${durationText(Math.abs(change))}`;
  return clockNote ? `${effect}; ${clockNote}.` : `${effect}.`;
}

function workedMs(range: Range | null): number {
  if (range === null) return 0;
  return Math.max(0, Date.parse(range.endedAt) - Date.parse(range.startedAt) - pausedMs(range));
}

/** What of the range lies in pauses; where pauses meet or overlap it counts once. */
function pausedMs({ startedAt, endedAt, breaks }: Range): number {
  let at = Date.parse(startedAt);
  const end = Date.parse(endedAt);
  let paused = 0;
  const inOrder = breaks
    .map((pause) => ({ from: Date.parse(pause.startedAt), to: Date.parse(pause.endedAt) }))
    .toSorted((one, other) => one.from - other.from);
  for (const { from, to } of inOrder) {
    const [begin, stop] = [Math.max(from, at), Math.min(to, end)];
    if (stop <= begin) continue;
    paused += stop - begin;
    at = stop;
  }
  return paused;
}
