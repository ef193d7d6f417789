import { OpaqueToken } from '@devpulse/contracts/primitives';
import { CenteredShell } from '@devpulse/ui/centered-shell';
import type { Metadata } from 'next';
import { ResetForm } from '../../../features/sign-in/reset-form.tsx';
import { BrokenLink } from '../../../features/start/broken-link.tsx';

export const dynamic = 'force-dynamic';
export const metadata: Metadata = { title: 'New password' };

export default async function ResetPage({
  searchParams,
}: {
  searchParams: Promise<{ token?: string | string[] }>;
}) {
  const token = OpaqueToken.safeParse((await searchParams).token);
  if (!token.success) return <BrokenLink what="A link to choose a new password" />;
  return (
    <CenteredShell title="Choose a new password" intro="Every session that you have ends with it.">
      <ResetForm token={token.data} />
    </CenteredShell>
  );
}
