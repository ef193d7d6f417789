'use client';

import { Button } from '@devpulse/ui/button';
import { useEffect, useRef } from 'react';

/** Sends a manifest to GitHub: at once where there is script, by its button where there is none, and after coming back. */
export function ManifestForm({ action, manifest }: { action: string; manifest: string }) {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    const [navigation] = performance.getEntriesByType('navigation');
    const isBack = navigation instanceof PerformanceNavigationTiming && navigation.type === 'back_forward';
    if (!isBack) form.current?.requestSubmit();
  }, []);
  return (
    <form ref={form} method="post" action={action}>
      <input type="hidden" name="manifest" value={manifest} />
      <Button type="submit" kind="main" isTall>
        Continue to GitHub
      </Button>
    </form>
  );
}
