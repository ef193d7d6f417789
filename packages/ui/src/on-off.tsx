import { clsx } from 'clsx';

/** Something that is on or off and takes effect at once; the word beside it says which. Named by the row it stands in. */
export function OnOff({
  isOn,
  onChange,
  labelledBy,
  describedBy,
}: {
  isOn: boolean;
  onChange: (isOn: boolean) => void;
  labelledBy: string;
  describedBy?: string;
}) {
  return (
    <span className="flex shrink-0 items-center gap-2">
      <span aria-hidden className="role-caption text-muted">
        {isOn ? 'On' : 'Off'}
      </span>
      <button
        type="button"
        role="switch"
        aria-checked={isOn}
        aria-labelledby={labelledBy}
        aria-describedby={describedBy}
        onClick={() => onChange(!isOn)}
        className={clsx(
          'relative h-6 w-10 rounded-full border focus-visible:rounded-full',
          isOn ? 'border-accent bg-accent' : 'border-control bg-card',
        )}
      >
        <span
          aria-hidden
          className={clsx(
            'mark-solid absolute top-1 size-3.5 rounded-full',
            isOn ? 'end-1 bg-on-accent' : 'start-1 bg-control',
          )}
        />
      </button>
    </span>
  );
}
