'use client';

import { SectionLinks } from '@devpulse/ui/section-links';
import { usePathname } from 'next/navigation';
import { PageLink } from '../../lib/page-link.tsx';

export type AttendanceSection = {
  href: string;
  label: string;
  /** Pages that belong to it begin so. */
  above?: string;
};

/** The pages of attendance; a page that belongs to one of them marks it. */
export function AttendanceSections({ sections }: { sections: readonly AttendanceSection[] }) {
  const path = usePathname();
  return (
    <SectionLinks
      label="Attendance"
      link={PageLink}
      items={sections.map(({ href, label, above }) => ({
        href,
        label,
        isCurrent: href === path || (above !== undefined && path.startsWith(above)),
      }))}
    />
  );
}
