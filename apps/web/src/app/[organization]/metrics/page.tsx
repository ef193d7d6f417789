import { metricReference } from '@devpulse/domain/reference/metric-reference';
import { PageHeader } from '@devpulse/ui/page-header';
import type { Metadata } from 'next';
import { ReferenceContent } from '../../../features/reference/reference-content.tsx';

export const dynamic = 'force-dynamic';
export const metadata: Metadata = { title: 'Definitions' };

/** What every figure means. It needs no answer of the API, so it stands whatever fails. */
export default function DefinitionsPage() {
  return (
    <div className="flex flex-col gap-4">
      <PageHeader
        title="Definitions"
        subtitle="How every figure, the score and the alerts are made, and what is left out of them."
      />
      <ReferenceContent sections={metricReference()} />
    </div>
  );
}
