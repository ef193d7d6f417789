export type ClockState = 'out' | 'in' | 'on_break';

const CLASSES = { out: 'text-muted', in: 'text-accent', on_break: 'text-text' };

/** Hollow, filled, two bars: the same sign in windows and tray. A word always stands beside it. */
export function StateSign({ state, size = 16 }: { state: ClockState; size?: number }) {
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 16 16"
      width={size}
      height={size}
      className={`shrink-0 ${CLASSES[state]}`}
    >
      {state === 'in' ? (
        <path
          fill="currentColor"
          fillRule="evenodd"
          d="M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1Zm.75 3.75a.75.75 0 0 0-1.5 0V8c0 .25.13.48.33.62l2.25 1.5a.75.75 0 1 0 .84-1.24L8.75 7.6Z"
        />
      ) : (
        <g fill="none" stroke="currentColor" strokeWidth={1.5} strokeLinecap="round" strokeLinejoin="round">
          <circle cx={8} cy={8} r={6.25} />
          <path d={state === 'on_break' ? 'M6.25 5.75v4.5M9.75 5.75v4.5' : 'M8 4.75V8l2.25 1.5'} />
        </g>
      )}
    </svg>
  );
}
