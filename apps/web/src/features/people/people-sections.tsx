import { SectionLinks } from '@devpulse/ui/section-links';
import { contributorsAddress, peopleAddress } from '../../lib/addresses.ts';
import { PageLink } from '../../lib/page-link.tsx';

/** Who signs in, and whom GitHub knows: two lists of people that overlap. */
export function PeopleSections({
  organization,
  current,
}: {
  organization: string;
  current: 'members' | 'contributors';
}) {
  return (
    <SectionLinks
      label="People"
      link={PageLink}
      items={[
        { href: peopleAddress(organization), label: 'Members', isCurrent: current === 'members' },
        {
          href: contributorsAddress(organization),
          label: 'Contributors',
          isCurrent: current === 'contributors',
        },
      ]}
    />
  );
}
