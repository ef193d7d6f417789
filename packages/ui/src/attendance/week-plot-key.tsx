import type { ReactNode } from 'react';
import type { PlotDay } from './week-lane.tsx';

/** Hatchings that the bars of one plot are filled with. */
export function PlotPatterns({ id }: { id: string }) {
  return (
    <svg aria-hidden="true" width="0" height="0" className="absolute">
      <defs>
        <pattern
          id={`${id}-break`}
          width="4"
          height="4"
          patternUnits="userSpaceOnUse"
          patternTransform="rotate(45)"
        >
          <rect width="1" height="4" className="fill-control" />
        </pattern>
        <pattern
          id={`${id}-missing`}
          width="6"
          height="6"
          patternUnits="userSpaceOnUse"
          patternTransform="rotate(-45)"
        >
          <rect width="6" height="6" className="fill-canvas" />
          <rect width="1" height="6" className="fill-control" />
        </pattern>
        <pattern id={`${id}-fold`} width="4" height="4" patternUnits="userSpaceOnUse">
          <rect width="4" height="4" className="fill-accent" />
          <rect width="1.5" height="4" className="fill-canvas" />
        </pattern>
      </defs>
    </svg>
  );
}

/** Names only what the plot shows. */
export function PlotKey({ id, days }: { id: string; days: readonly PlotDay[] }) {
  const bars = days.flatMap((day) => day.bars);
  const entries: { word: string; isShown: boolean; sign: ReactNode }[] = [
    {
      word: 'worked',
      isShown: bars.length > 0,
      sign: <rect width="16" height="10" rx="2" className="mark-solid fill-accent" />,
    },
    {
      word: 'break',
      isShown: bars.some((bar) => bar.kind === 'break'),
      sign: <Framed fill={`url(#${id}-break)`} className="stroke-control" />,
    },
    {
      word: 'unresolved',
      isShown: bars.some((bar) => bar.kind === 'unresolved'),
      sign: <Framed fill="none" className="stroke-caution" />,
    },
    {
      word: 'goes on next day',
      isShown: bars.some((bar) => bar.goesOnNextDay),
      sign: <path d="M0 0h11v10H0zM14 0h2v10h-2z" className="mark-solid fill-accent" />,
    },
    {
      word: 'hour that came twice',
      isShown: days.some((day) => day.fold && !day.fold.isMissing),
      sign: <Framed fill={`url(#${id}-fold)`} className="stroke-accent" />,
    },
    {
      word: 'hour that did not come',
      isShown: days.some((day) => day.fold?.isMissing),
      sign: <Framed fill={`url(#${id}-missing)`} className="stroke-control" />,
    },
  ];
  return (
    <ul aria-label="Key" className="flex flex-wrap gap-x-4 gap-y-1 pt-1 pair:ps-24">
      {entries.map(
        ({ word, isShown, sign }) =>
          isShown && (
            <li key={word} className="role-caption flex items-center gap-1.5 text-muted">
              <svg aria-hidden="true" width="16" height="10">
                {sign}
              </svg>
              {word}
            </li>
          ),
      )}
    </ul>
  );
}

function Framed({ fill, className }: { fill: string; className: string }) {
  return <rect x="0.75" y="0.75" width="14.5" height="8.5" rx="2" fill={fill} className={className} />;
}
