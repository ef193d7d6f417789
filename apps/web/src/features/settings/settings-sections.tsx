'use client';

import { SectionLinks } from '@devpulse/ui/section-links';
import { usePathname } from 'next/navigation';
import { PageLink } from '../../lib/page-link.tsx';

export function SettingsSections({ sections }: { sections: readonly { href: string; label: string }[] }) {
  const path = usePathname();
  return (
    <SectionLinks
      label="Settings"
      link={PageLink}
      items={sections.map((section) => ({ ...section, isCurrent: section.href === path }))}
    />
  );
}
