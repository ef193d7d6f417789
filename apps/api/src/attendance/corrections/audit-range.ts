import { formatInstant, type Instant } from '@devpulse/domain/time/instant';

type Range = {
  startedAt: Instant;
  endedAt: Instant | null;
  pauses?: readonly { startedAt: Instant; endedAt: Instant; resolution: string }[] | null;
};

/** A range as its story tells it: pauses without their kind, for others read it. */
export function auditRange(range: Range | null): object | null {
  if (range === null) return null;
  const { startedAt, endedAt, pauses } = range;
  return {
    startedAt: formatInstant(startedAt),
    endedAt: endedAt === null ? null : formatInstant(endedAt),
    ...(pauses != null && {
      paused: pauses
        .filter(({ resolution }) => resolution !== 'counted')
        .map((pause) => ({
          startedAt: formatInstant(pause.startedAt),
          endedAt: formatInstant(pause.endedAt),
        })),
    }),
  };
}
