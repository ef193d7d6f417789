import type { Instant } from '../time/instant.ts';
import type { LocalDay } from '../time/local-day.ts';
import { splitByDay } from './day-split.ts';
import type { StoredPause, StoredSession } from './session.ts';
import { figuresOf, sumOf, type WorkFigures } from './worked.ts';
import { type DatedZone, zoneAt } from './zone-points.ts';

export const SUMMARY_STATUSES = ['open', 'final', 'locked'] as const;
export type SummaryStatus = (typeof SUMMARY_STATUSES)[number];

/** What one member's local day holds. Durations are exact milliseconds; only the display floors them to minutes. Source: Z2. */
export type AttendanceSummaryRow = WorkFigures & {
  localDate: LocalDay;
  /** The member's zone at `firstIn`. */
  zone: string;
  firstIn: Instant;
  /** Null while the last session has no end. */
  lastOut: Instant | null;
  /** Stored sessions with a part on that day. */
  sessions: number;
  /** Of those, ended by an assumption that nobody has confirmed. */
  autoClosed: number;
  corrected: number;
};

type SheetInput = {
  sessions: readonly StoredSession[];
  pauses: readonly StoredPause[];
  /** In order. */
  zones: readonly DatedZone[];
  /** What is open counts up to here. */
  now: Instant;
};

type DayPart = AttendanceSummaryRow;

function partsOf(
  session: StoredSession,
  pauses: readonly StoredPause[],
  { zones, now }: SheetInput,
): DayPart[] {
  const range = { from: session.startedAt, to: session.endedAt ?? Math.max(now, session.startedAt + 1) };
  const isUnsure = session.state === 'auto_closed' && session.needsReview;
  return splitByDay(range, zones).map((piece) => ({
    localDate: piece.day,
    zone: zoneAt(zones, piece.from),
    ...figuresOf(piece, pauses),
    firstIn: piece.from,
    lastOut: session.endedAt === null && piece.to === range.to ? null : piece.to,
    sessions: 1,
    autoClosed: isUnsure ? 1 : 0,
    corrected: session.correctionId === null ? 0 : 1,
  }));
}

function joined(a: DayPart, b: DayPart): DayPart {
  const [first, last] = a.firstIn <= b.firstIn ? [a, b] : [b, a];
  const isOpen = a.lastOut === null || b.lastOut === null;
  return {
    localDate: first.localDate,
    zone: first.zone,
    ...sumOf([a, b]),
    firstIn: first.firstIn,
    lastOut: isOpen ? null : Math.max(first.lastOut ?? 0, last.lastOut ?? 0),
    sessions: a.sessions + b.sessions,
    autoClosed: a.autoClosed + b.autoClosed,
    corrected: a.corrected + b.corrected,
  };
}

/** The days that hold a part of some session, ascending. Void sessions count nothing. Source: Z1, Z2. */
export function daySheet(input: SheetInput): AttendanceSummaryRow[] {
  const pausesBySession = Map.groupBy(input.pauses, (pause) => pause.sessionId);
  const rows = new Map<LocalDay, DayPart>();
  for (const session of input.sessions) {
    if (session.state === 'voided') continue;
    for (const part of partsOf(session, pausesBySession.get(session.sessionId) ?? [], input)) {
      const known = rows.get(part.localDate);
      rows.set(part.localDate, known ? joined(known, part) : part);
    }
  }
  return [...rows.values()].sort((a, b) => (a.localDate < b.localDate ? -1 : 1));
}
