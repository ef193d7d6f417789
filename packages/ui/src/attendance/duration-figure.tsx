import { durationFigures } from '../words/duration-words.ts';

/** A duration in large type, its units small. */
export function DurationFigure({ milliseconds }: { milliseconds: number }) {
  return (
    <span className="role-figure">
      {durationFigures(milliseconds).map(({ figure, unit }, index) => (
        <span key={unit}>
          {index > 0 && ' '}
          {figure}
          <span className="ms-0.75 text-[16px]/6 font-medium tracking-normal text-muted">{unit}</span>
        </span>
      ))}
    </span>
  );
}
