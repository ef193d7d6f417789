'use client';

import { useRouter } from 'next/navigation';
import { useCallback } from 'react';
import { hereAddress, isServerThere, noteMissedRead } from './page-reads.ts';

/** Reads the page anew where the server is there to be read from; else what is shown stays, and it is said that it may be old. */
export function useRefresh(): () => Promise<void> {
  const router = useRouter();
  return useCallback(async () => {
    if (await isServerThere()) router.refresh();
    else noteMissedRead(hereAddress());
  }, [router]);
}
