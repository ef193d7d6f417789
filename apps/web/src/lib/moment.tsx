'use client';

import { useSyncExternalStore } from 'react';

const nothingToFollow = () => () => {};
const OPTIONS = { dateStyle: 'medium', timeStyle: 'short' } as const;

/** An instant to the minute: in UTC as it comes from the server, in the reader's own zone once the browser has it. */
export function Moment({ at }: { at: string }) {
  const isInBrowser = useSyncExternalStore(
    nothingToFollow,
    () => true,
    () => false,
  );
  const format = new Intl.DateTimeFormat('en-GB', isInBrowser ? OPTIONS : { ...OPTIONS, timeZone: 'UTC' });
  return (
    <time dateTime={at} title={at} className="whitespace-nowrap">
      {format.format(new Date(at))}
      {!isInBrowser && ' UTC'}
    </time>
  );
}
