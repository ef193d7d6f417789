import { clsx } from 'clsx';

/** `paused` while the page is hidden; `connecting` until the first answer. */
export type LiveState = 'connecting' | 'live' | 'reconnecting' | 'paused';

const WORDS: Record<LiveState, string> = {
  connecting: 'Connecting',
  live: 'Live',
  reconnecting: 'Reconnecting',
  paused: 'Paused',
};
const DOTS: Record<LiveState, string> = {
  connecting: 'border border-muted',
  live: 'bg-good',
  reconnecting: 'border-2 border-caution',
  paused: 'border border-muted',
};

/** A change of state is announced; the clock beside it is not, as it moves all the time. */
export function LiveIndicator({ state, detail }: { state: LiveState; detail: string | null }) {
  return (
    <p className="role-caption flex items-center gap-1.5 whitespace-nowrap text-muted" data-live={state}>
      <span aria-hidden className={clsx('size-2 shrink-0 rounded-full', DOTS[state])} />
      <span>
        <span role="status">{WORDS[state]}</span>
        {detail && `, ${detail}`}
      </span>
    </p>
  );
}
