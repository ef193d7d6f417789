'use client';

import { buttonStyle } from '@devpulse/ui/button';
import { CopyField } from '@devpulse/ui/copy-field';
import { Note } from '@devpulse/ui/note';

/** Shown once, right after they were made. */
export function RecoveryCodes({ codes }: { codes: readonly string[] }) {
  const text = codes.join('\n');
  return (
    <section aria-label="Recovery codes" className="flex flex-col gap-3" role="status">
      <Note kind="caution">
        Keep these codes now: they are shown this once. Each lets you sign in one time without the app.
      </Note>
      <CopyField label="Recovery codes" value={text} />
      <a
        href={`data:text/plain;charset=utf-8,${encodeURIComponent(`${text}\n`)}`}
        download="devpulse-recovery-codes.txt"
        className={`${buttonStyle()} self-start`}
      >
        Download as text
      </a>
    </section>
  );
}
