import { getSettings } from '@devpulse/contracts/organization/settings';
import type { Metadata } from 'next';
import { IndividualViews } from '../../../../features/trust/individual-views.tsx';
import { callApi } from '../../../../lib/api.ts';
import { MemberPage } from '../../member-page.tsx';

export const dynamic = 'force-dynamic';
export const metadata: Metadata = { title: 'Individual views' };

export default async function TrustPage({ params }: { params: Promise<{ organization: string }> }) {
  const { organization } = await params;
  return (
    <MemberPage
      organization={organization}
      title={null}
      what="The switch could not be read"
      needs="read_organization"
      read={() => callApi(getSettings, { params: { organization } })}
    >
      {(settings, membership) => (
        <IndividualViews
          organization={organization}
          name={membership.name}
          isOn={settings.isIndividualViewsOn}
          isLocked={settings.isIndividualViewsLocked}
          maySwitch={membership.capabilities.includes('switch_individual_views')}
        />
      )}
    </MemberPage>
  );
}
