import { OnOff } from '@devpulse/ui/on-off';
import { Row } from '@devpulse/ui/row-group';
import { Lock } from 'lucide-react';
import { type ReactNode, useEffect, useId, useRef, useState } from 'react';

type RowWords = { title: string; detail?: ReactNode };

/** What is on or off. */
export function SwitchRow({
  title,
  detail,
  isOn,
  onChange,
}: RowWords & { isOn: boolean; onChange: (isOn: boolean) => void }) {
  const id = useId();
  return (
    <Row title={title} titleId={id} detail={detail} detailId={detail ? `${id}-detail` : undefined}>
      <OnOff
        isOn={isOn}
        onChange={onChange}
        labelledBy={id}
        {...(detail ? { describedBy: `${id}-detail` } : {})}
      />
    </Row>
  );
}

/** What somebody else decides: its value, and who set it, in place of a dead control. */
export function SetRow({ title, detail, value }: RowWords & { value: string }) {
  return (
    <Row title={title} detail={detail}>
      <span className="role-caption flex shrink-0 items-center gap-1 text-muted">
        <Lock aria-hidden size={14} />
        {value}
      </span>
    </Row>
  );
}

const FRAME =
  'role-body flex h-control shrink-0 items-center gap-2 rounded-control border border-control bg-card px-2.5 focus-within:outline-2 focus-within:outline-offset-2 focus-within:outline-accent has-[[aria-invalid]]:border-bad';

/** A number with its unit; taken when it is left or Enter is pressed, if it lies within its bounds. */
export function NumberRow({
  title,
  detail,
  unit,
  value,
  least,
  most,
  onChange,
}: RowWords & {
  unit: string;
  value: number;
  least: number;
  most: number;
  onChange: (value: number) => void;
}) {
  const id = useId();
  const [text, setText] = useState(String(value));
  const asked = useRef(value);
  useEffect(() => {
    asked.current = value;
    setText(String(value));
  }, [value]);
  const number = Number(text);
  const isValid = Number.isInteger(number) && number >= least && number <= most;
  const take = () => {
    if (!isValid || number === asked.current) return;
    asked.current = number;
    onChange(number);
  };
  const error = isValid ? null : `A whole number from ${least} to ${most}.`;
  return (
    <Row
      title={title}
      titleId={id}
      detail={detail}
      error={
        error && (
          <p id={`${id}-error`} className="role-caption text-bad">
            {error}
          </p>
        )
      }
    >
      <span className={FRAME}>
        <input
          inputMode="numeric"
          aria-labelledby={id}
          aria-invalid={isValid ? undefined : true}
          aria-describedby={error ? `${id}-error` : undefined}
          value={text}
          maxLength={4}
          onChange={(event) => setText(event.target.value)}
          onBlur={take}
          onKeyDown={(event) => event.key === 'Enter' && take()}
          className="w-8 bg-transparent outline-none"
        />
        <span aria-hidden className="text-muted">
          {unit}
        </span>
      </span>
    </Row>
  );
}

/** A time of the day that may be off. */
export function TimeRow({
  title,
  detail,
  value,
  fallback,
  onChange,
}: RowWords & { value: string | null; fallback: string; onChange: (value: string | null) => void }) {
  const id = useId();
  return (
    <Row title={title} titleId={id} detail={detail}>
      {value !== null && (
        <input
          type="time"
          aria-labelledby={id}
          value={value}
          onChange={(event) => event.target.value !== '' && onChange(event.target.value)}
          className="role-body h-control rounded-control border border-control bg-card px-2"
        />
      )}
      <OnOff isOn={value !== null} onChange={(isOn) => onChange(isOn ? fallback : null)} labelledBy={id} />
    </Row>
  );
}
