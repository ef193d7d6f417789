import type { Instant } from '../time/instant.ts';
import type { LocalDay } from '../time/local-day.ts';
import type { PauseDecision } from './events.ts';

/** What a person may answer about a found pause: `clock_out` ends the session where the pause began. */
export type PauseAnswer = PauseDecision | 'clock_out';

export type DayPiece = { day: LocalDay; ms: number };

/** A pause that waits for an answer, with what each answer would do to the days that it touches. */
export type OpenPause = {
  pauseId: string;
  startedAt: Instant;
  endedAt: Instant;
  /** What it would add if it were kept. */
  pieces: readonly DayPiece[];
  canClockOut: boolean;
  /** What would be lost of later work, pauses not among it, if the session ended at its start. */
  droppedIfClockedOut: readonly DayPiece[];
};

export type PauseAnswers = ReadonlyMap<string, PauseAnswer>;

/** The pause that the session would end at: of several the earliest; null when none is answered so. */
export function clockOutPause<Pause extends OpenPause>(
  pauses: readonly Pause[],
  answers: PauseAnswers,
): Pause | null {
  return (
    pauses
      .filter(({ pauseId }) => answers.get(pauseId) === 'clock_out')
      .toSorted((one, other) => one.startedAt - other.startedAt)[0] ?? null
  );
}

/** Nothing is left to decide of a pause that begins after the end that was chosen. */
export function isMoot(pause: OpenPause, end: OpenPause | null): boolean {
  return end !== null && pause.startedAt > end.startedAt;
}

/** The answers with one more. Only one pause can end the session: a new end takes the place of another. */
export function withAnswer(answers: PauseAnswers, id: string, answer: PauseAnswer): PauseAnswers {
  const next = new Map(answers);
  if (answer === 'clock_out') {
    for (const [other, given] of answers) if (given === 'clock_out') next.delete(other);
  }
  return next.set(id, answer);
}

/** What there is to save: the answered pauses, without those that lie after the end that was chosen. */
export function answeredPauses<Pause extends OpenPause>(
  pauses: readonly Pause[],
  answers: PauseAnswers,
): { pause: Pause; answer: PauseAnswer }[] {
  const end = clockOutPause(pauses, answers);
  return pauses.flatMap((pause) => {
    const answer = answers.get(pause.pauseId);
    return answer === undefined || isMoot(pause, end) ? [] : [{ pause, answer }];
  });
}

/**
 * Milliseconds worked of each day, were the answers saved; what is not answered stays uncounted. `without` says what is counted now
 * of each day that a pause touches. Source: attendance.md, R2 and R6.
 */
export function workedAfter(
  pauses: readonly OpenPause[],
  answers: PauseAnswers,
  without: readonly DayPiece[],
): ReadonlyMap<LocalDay, number> {
  const totals = new Map(without.map(({ day, ms }) => [day, ms]));
  const add = (pieces: readonly DayPiece[], sign: 1 | -1) => {
    for (const { day, ms } of pieces) totals.set(day, Math.max(0, (totals.get(day) ?? 0) + sign * ms));
  };
  const end = clockOutPause(pauses, answers);
  if (end) add(end.droppedIfClockedOut, -1);
  for (const pause of pauses) {
    if (answers.get(pause.pauseId) === 'counted' && !isMoot(pause, end)) add(pause.pieces, 1);
  }
  return totals;
}
