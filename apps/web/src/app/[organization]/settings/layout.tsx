import { PageHeader } from '@devpulse/ui/page-header';
import type { ReactNode } from 'react';
import { SettingsSections } from '../../../features/settings/settings-sections.tsx';
import { type SettingsSection, settingsAddress } from '../../../lib/addresses.ts';
import { settle } from '../../../lib/api.ts';
import { findOrganization } from '../../../lib/organization.ts';

const LABELS: Record<SettingsSection, string> = {
  general: 'General',
  attendance: 'Attendance',
  trust: 'Individual views',
  sso: 'Single sign-on',
  data: 'Data and ownership',
};

export default async function SettingsLayout({
  children,
  params,
}: {
  children: ReactNode;
  params: Promise<{ organization: string }>;
}) {
  const { organization } = await params;
  const found = await settle(findOrganization(organization));
  const capabilities = ('data' in found && found.data?.capabilities) || [];
  const isOpen: Record<SettingsSection, boolean> = {
    general: true,
    attendance: true,
    trust: true,
    sso: capabilities.includes('manage_sso'),
    data: capabilities.includes('export_organization'),
  };
  const sections = (Object.keys(LABELS) as SettingsSection[]).filter((section) => isOpen[section]);
  return (
    <div className="flex flex-col gap-4">
      <PageHeader
        title="Settings"
        subtitle="How time is counted, who may do what, and what becomes of the data."
      />
      <SettingsSections
        sections={sections.map((section) => ({
          href: settingsAddress(organization, section),
          label: LABELS[section],
        }))}
      />
      {children}
    </div>
  );
}
