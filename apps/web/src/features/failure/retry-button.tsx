'use client';

import { Button } from '@devpulse/ui/button';
import { useTransition } from 'react';
import { useRefresh } from '../../lib/use-refresh.ts';

export function RetryButton() {
  const refresh = useRefresh();
  const [isTrying, startTrying] = useTransition();
  return (
    <Button onClick={() => startTrying(refresh)} disabled={isTrying}>
      {isTrying ? 'Trying again' : 'Try again'}
    </Button>
  );
}
