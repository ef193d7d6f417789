import { buttonStyle } from '@devpulse/ui/button';
import type { ReactNode } from 'react';
import { securityAddress } from '../../lib/addresses.ts';
import { withNext } from '../../lib/next-address.ts';
import { PageLink } from '../../lib/page-link.tsx';

/** Stands for a change that asks for a confirmation first, and leads there and back. */
export function ConfirmLink({ children }: { children: ReactNode }) {
  return (
    <PageLink href={withNext('/account/confirm', securityAddress())} className={buttonStyle()}>
      {children}
    </PageLink>
  );
}
