import { AppShell } from '@devpulse/ui/app-shell';
import { notFound } from 'next/navigation';
import type { ReactNode } from 'react';
import { Destinations } from '../../features/navigation/destinations.tsx';
import { ThemeControl } from '../../features/theme/theme-control.tsx';
import { settle } from '../../lib/api.ts';
import { findOrganization } from '../../lib/organization.ts';

export default async function OrganizationLayout({
  children,
  params,
}: {
  children: ReactNode;
  params: Promise<{ organization: string }>;
}) {
  const { organization } = await params;
  return (
    <AppShell
      name={await nameOf(organization)}
      rail={<Destinations organization={organization} shape="rail" />}
      tabs={<Destinations organization={organization} shape="tab" />}
      foot={<ThemeControl />}
    >
      {children}
    </AppShell>
  );
}

/** Where the list cannot be read the address stands in, and the page itself says what failed. */
async function nameOf(slug: string): Promise<string> {
  const answer = await settle(findOrganization(slug));
  if ('problem' in answer) return slug;
  return answer.data?.name ?? notFound();
}
