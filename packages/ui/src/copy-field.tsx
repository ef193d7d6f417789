'use client';

import { useState } from 'react';
import { Button } from './button.tsx';

/** Text to be taken elsewhere: selectable as a whole, and a button that copies it and says so. */
export function CopyField({ label, value }: { label: string; value: string }) {
  const [outcome, setOutcome] = useState('');
  const copy = async () => {
    const isCopied = await navigator.clipboard.writeText(value).then(
      () => true,
      () => false,
    );
    setOutcome(isCopied ? 'Copied' : 'Not copied: select the text and copy it by hand');
  };
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <p className="role-label">{label}</p>
      <div className="flex items-start gap-2">
        <code className="min-w-0 grow rounded-control border border-hairline bg-canvas px-3 py-1.5 font-mono text-[13px]/5 whitespace-pre-wrap text-text select-all [overflow-wrap:anywhere]">
          {value}
        </code>
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
