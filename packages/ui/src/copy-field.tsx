'use client';

import { clsx } from 'clsx';
import { useId, useState } from 'react';
import { Button } from './button.tsx';

const VALUE_STYLE =
  'w-full min-w-0 rounded-control border border-hairline bg-canvas px-3 font-mono text-[13px]/5 text-text';

/** Text to be taken elsewhere: selected as a whole once it has the focus, and a button that copies it and says so. */
export function CopyField({ label, value }: { label: string; value: string }) {
  const id = useId();
  const [outcome, setOutcome] = useState('');
  const copy = async () => {
    const isCopied = await navigator.clipboard.writeText(value).then(
      () => true,
      () => false,
    );
    setOutcome(isCopied ? 'Copied' : 'Not copied: select the text and copy it by hand');
  };
  const lines = value.split('\n').length;
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <label htmlFor={id} className="role-label">
        {label}
      </label>
      <div className="flex items-start gap-2">
        {lines === 1 ? (
          <input
            id={id}
            readOnly
            value={value}
            onFocus={(event) => event.currentTarget.select()}
            className={clsx(VALUE_STYLE, 'h-control text-ellipsis')}
          />
        ) : (
          <textarea
            id={id}
            readOnly
            rows={lines}
            value={value}
            onFocus={(event) => event.currentTarget.select()}
            className={clsx(VALUE_STYLE, 'resize-none py-2')}
          />
        )}
        <Button onClick={() => void copy()} aria-label={`Copy ${label}`}>
          Copy
        </Button>
      </div>
      <p role="status" className="role-caption text-muted empty:hidden">
        {outcome}
      </p>
    </div>
  );
}
