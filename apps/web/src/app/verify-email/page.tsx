import { OpaqueToken } from '@devpulse/contracts/primitives';
import { CenteredShell } from '@devpulse/ui/centered-shell';
import type { Metadata } from 'next';
import { VerifyForm } from '../../features/account/verify-form.tsx';
import { BrokenLink } from '../../features/start/broken-link.tsx';

export const dynamic = 'force-dynamic';
export const metadata: Metadata = { title: 'Confirm your e-mail' };

export default async function VerifyEmailPage({
  searchParams,
}: {
  searchParams: Promise<{ token?: string | string[] }>;
}) {
  const token = OpaqueToken.safeParse((await searchParams).token);
  if (!token.success) return <BrokenLink what="A link to confirm an address" />;
  return (
    <CenteredShell
      title="Confirm your e-mail address"
      intro="So that resets and notices reach you, and nobody else can take the address."
    >
      <VerifyForm token={token.data} />
    </CenteredShell>
  );
}
