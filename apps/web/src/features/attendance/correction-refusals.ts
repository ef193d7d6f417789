import { ApiError } from '@devpulse/contracts/client';
import { momentWords } from '@devpulse/ui/words/moment-words';

type Told = { detail: string; remedy: string };

/** Runs what asks for times in `zone`; what stands in their way is told in that zone, with the way out. */
export async function tellingRefusals<T>(zone: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    const told = error instanceof ApiError ? refusalWords(error.problem, zone) : null;
    if (!(error instanceof ApiError) || told === null) throw error;
    throw new ApiError({ ...error.problem, ...told }, error.retryAfterSeconds);
  }
}

/** Null for any other problem, which the API tells well enough. */
export function refusalWords(
  { code, overlapped }: Pick<ApiError['problem'], 'code' | 'overlapped'>,
  zone: string,
): Told | null {
  switch (code) {
    case 'sessions_overlap':
      return overlapWords(overlapped, zone);
    case 'days_locked':
      return {
        detail: 'These times reach into days that are locked, so nothing changes there.',
        remedy: 'Ask an Admin to unlock them, with a reason.',
      };
    default:
      return null;
  }
}

function overlapWords(overlapped: ApiError['problem']['overlapped'], zone: string): Told {
  const remedy = 'Change one of the two.';
  if (overlapped === undefined) return { detail: 'These times overlap another session of yours.', remedy };
  const moments = momentWords(zone);
  const startedAt = Date.parse(overlapped.startedAt);
  if (overlapped.endedAt === null) {
    const since = moments.weekdayTime(startedAt);
    return {
      detail: `These times overlap your session that is open since ${since}.`,
      remedy: 'Choose times before it.',
    };
  }
  const range = moments.range({ startedAt, endedAt: Date.parse(overlapped.endedAt) });
  const day = moments.weekdayDate(startedAt);
  return { detail: `These times overlap your session ${range}, begun on ${day}.`, remedy };
}
