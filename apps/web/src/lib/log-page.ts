/** Entries of a log on one page. */
export const LOG_PAGE = 50;

/** An instant from an address; undefined for what is none, so that a wrong address shows the newest page. */
export function beforeOf(value: string | string[] | undefined): string | undefined {
  return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}T[\d:.]{5,15}Z$/.test(value) ? value : undefined;
}

/** Where the next page begins; undefined when this one was not full. */
export function nextBefore(items: readonly { at: string }[]): string | undefined {
  return items.length < LOG_PAGE ? undefined : items.at(-1)?.at;
}
