import { CenteredShell } from '@devpulse/ui/centered-shell';
import type { Metadata } from 'next';
import { DeviceForm } from '../../features/device-link/device-form.tsx';
import { readAccount } from '../../lib/account.ts';

export const dynamic = 'force-dynamic';
export const metadata: Metadata = { title: 'Link a device' };

/** The code is never taken from the address: whoever sends a link must not be able to fill it in (RFC 8628, section 5.4). */
export default async function DevicePage() {
  const { name, email } = await readAccount();
  return (
    <CenteredShell title="Link a device" intro={`It will sign in as you: ${name}, ${email}.`}>
      <DeviceForm />
    </CenteredShell>
  );
}
