import type { Instant } from '@devpulse/domain/time/instant';

const DAY_MILLISECONDS = 86_400_000;

/** Classes of `pull_request.open_class`: each was open less than twice as long as the one before, the last one for ever. */
export const OPEN_CLASSES = 13;

/** Since when a pull request of each class can have been opened that was still open at `instant`. */
export function openedSince(instant: Instant): (Date | '-infinity')[] {
  return Array.from({ length: OPEN_CLASSES }, (_, number) =>
    number === OPEN_CLASSES - 1 ? '-infinity' : new Date(instant - 2 ** number * DAY_MILLISECONDS),
  );
}
