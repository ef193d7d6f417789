import { clsx } from 'clsx';

/** How much of something is done; the numbers stand beside it as text. `share` is 0 … 1, null while it is not known of how much. */
export function ProgressBar({
  label,
  share,
  isTall = false,
  className,
}: {
  /** Names it for those who do not see where it stands. */
  label: string;
  share: number | null;
  isTall?: boolean;
  className?: string;
}) {
  return (
    <span
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      {...(share !== null && { 'aria-valuenow': Math.floor(share * 100) })}
      className={clsx(
        'block overflow-hidden rounded-mark bg-selected forced-colors:border',
        isTall ? 'h-2' : 'h-1.5',
        className,
      )}
    >
      {share !== null && (
        <span
          className="mark-solid block h-full rounded-mark bg-series-1"
          style={{ width: `${Math.round(share * 1000) / 10}%` }}
        />
      )}
    </span>
  );
}
