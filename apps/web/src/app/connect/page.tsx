import { CenteredShell } from '@devpulse/ui/centered-shell';
import { Facts } from '@devpulse/ui/facts';
import type { Metadata } from 'next';
import { ConnectForm } from '../../features/device-link/connect-form.tsx';
import { readConnectRequest } from '../../features/device-link/connect-request.ts';
import { DeviceRights } from '../../features/device-link/device-rights.tsx';
import { readAccount } from '../../lib/account.ts';

export const dynamic = 'force-dynamic';
export const metadata: Metadata = { title: 'Connect a program' };

type Search = Record<string, string | string[] | undefined>;

export default async function ConnectPage({ searchParams }: { searchParams: Promise<Search> }) {
  const query = toQuery(await searchParams);
  const request = readConnectRequest(query);
  if (request === null) {
    return (
      <CenteredShell title="This request is not complete">
        <p className="role-body text-muted">
          A program on your computer opens this page when it wants to sign in. Start again from there; if it
          stays like this, update the program.
        </p>
      </CenteredShell>
    );
  }
  const account = await readAccount();
  const { device } = request;
  return (
    <CenteredShell
      title={`Let ${device.name} sign in as you?`}
      intro={`A program on this computer asks for it. You are ${account.name}, ${account.email}.`}
    >
      <div className="rounded-card border border-hairline bg-card px-4 py-1">
        <Facts
          items={[
            { label: 'Device', value: device.name },
            { label: 'Program', value: `${KINDS[device.kind]} ${device.appVersion}` },
            { label: 'System', value: device.os },
          ]}
        />
      </div>
      <DeviceRights />
      <ConnectForm request={query.toString()} />
      <p className="role-caption text-muted">
        The program named itself. Allow it only if you started it just now. You can unlink it at any time
        under Security.
      </p>
    </CenteredShell>
  );
}

const KINDS = { desktop: 'DevPulse for the desktop', cli: 'DevPulse for the terminal' };

function toQuery(search: Search): URLSearchParams {
  const single = Object.entries(search).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  return new URLSearchParams(single);
}
