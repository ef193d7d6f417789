import type { getImportProgress } from '@devpulse/contracts/github/imports';
import type { RouteResponse } from '@devpulse/contracts/route';
import { LINK_STYLE } from '@devpulse/ui/link';
import { PartialNote } from '@devpulse/ui/state-view';
import { partialText } from '../../lib/import-words.ts';
import { PageLink } from '../../lib/page-link.tsx';

export type ImportTotals = RouteResponse<typeof getImportProgress>['totals'];

/** Says quietly that the figures are of a part of the history, and leads to where it can be watched. */
export function ImportNote({ totals, href }: { totals: ImportTotals; href: string | null }) {
  return (
    <PartialNote>
      {partialText(totals)}{' '}
      {href !== null && (
        <PageLink href={href} className={`${LINK_STYLE} ms-2`}>
          See progress
        </PageLink>
      )}
    </PartialNote>
  );
}
