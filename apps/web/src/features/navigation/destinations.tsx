'use client';

import { NavLink } from '@devpulse/ui/app-shell';
import { GitPullRequest, LayoutGrid } from 'lucide-react';
import { useSelectedLayoutSegment } from 'next/navigation';
import { evidenceAddress, overviewAddress } from '../../lib/addresses.ts';
import { PageLink } from '../../lib/page-link.tsx';

/** Only what exists is listed. `segment` is the folder under the organization; null is the organization itself. */
const DESTINATIONS = [
  { segment: null, label: 'Overview', Icon: LayoutGrid, toAddress: overviewAddress },
  { segment: 'pull-requests', label: 'Pull requests', Icon: GitPullRequest, toAddress: evidenceAddress },
] as const;

export function Destinations({ organization, shape }: { organization: string; shape: 'rail' | 'tab' }) {
  const current = useSelectedLayoutSegment();
  return DESTINATIONS.map(({ segment, label, Icon, toAddress }) => (
    <NavLink
      key={label}
      href={toAddress(organization)}
      label={label}
      icon={<Icon aria-hidden size={16} strokeWidth={1.75} />}
      isCurrent={current === segment}
      shape={shape}
      link={PageLink}
    />
  ));
}
