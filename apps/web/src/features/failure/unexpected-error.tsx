'use client';

import { Button } from '@devpulse/ui/button';
import { StateView } from '@devpulse/ui/state-view';

/** The last resort of a page: the browser is told no more than the number under which the server logged it. */
export function UnexpectedError({ error, retry }: { error: unknown; retry: () => void }) {
  const digest = error instanceof Error && 'digest' in error ? String(error.digest) : null;
  return (
    <StateView
      kind="error"
      level="h1"
      title="This page could not be shown"
      action={<Button onClick={() => retry()}>Try again</Button>}
    >
      <p>Something unexpected happened while it was put together. Nothing was lost.</p>
      {digest && (
        <p className="role-caption">
          Logged under <span className="font-mono">{digest}</span>
        </p>
      )}
    </StateView>
  );
}
