'use client';

import { SectionLinks } from '@devpulse/ui/section-links';
import { usePathname } from 'next/navigation';
import { PageLink } from '../../lib/page-link.tsx';

/** The pages of attendance; a page below one of them belongs to it. */
export function AttendanceSections({ sections }: { sections: readonly { href: string; label: string }[] }) {
  const path = usePathname();
  return (
    <SectionLinks
      label="Attendance"
      link={PageLink}
      items={sections.map((section) => ({ ...section, isCurrent: section.href === path }))}
    />
  );
}
