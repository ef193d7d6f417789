'use client';

import { Button } from '@devpulse/ui/button';
import { useRouter } from 'next/navigation';
import { useTransition } from 'react';

export function RetryButton() {
  const router = useRouter();
  const [isTrying, startTrying] = useTransition();
  return (
    <Button onClick={() => startTrying(() => router.refresh())} disabled={isTrying}>
      {isTrying ? 'Trying again' : 'Try again'}
    </Button>
  );
}
