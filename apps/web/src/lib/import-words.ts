const MINUTE = 60;
const HOUR = 3600;

/** `about 4 minutes`, or `about 4 min` where there is little room; null while nothing honest can be said. */
export function timeLeftText(seconds: number | null, length: 'long' | 'short'): string | null {
  if (seconds === null) return null;
  const isLong = length === 'long';
  if (seconds < MINUTE) return isLong ? 'less than a minute' : 'under 1 min';
  const minutes = Math.ceil(seconds / MINUTE);
  if (minutes < 100) return `about ${minutes} ${isLong ? (minutes === 1 ? 'minute' : 'minutes') : 'min'}`;
  const hours = Math.round(seconds / HOUR);
  return `about ${hours} ${isLong ? 'hours' : 'h'}`;
}

/** How much has been read, 0 … 1; null while it is not known of how much. What is not finished is never all. */
export function shareRead(read: number, estimated: number | null, isFinished: boolean): number | null {
  if (isFinished) return 1;
  if (estimated === null) return null;
  return estimated === 0 ? 0 : Math.min(read / estimated, 0.99);
}

/** `2 of 5 repositories still importing, about 4 min left`. */
export function partialText(totals: {
  repositories: number;
  unfinished: number;
  secondsLeft: number | null;
}): string {
  const noun = totals.repositories === 1 ? 'repository' : 'repositories';
  const left = timeLeftText(totals.secondsLeft, 'short');
  return `${totals.unfinished} of ${totals.repositories} ${noun} still importing${left === null ? '' : `, ${left} left`}`;
}
