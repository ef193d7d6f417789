import { buttonStyle } from '@devpulse/ui/button';
import { Command } from '@devpulse/ui/state-view';
import type { ReactNode } from 'react';
import { overviewAddress } from '../../lib/addresses.ts';
import { PageLink } from '../../lib/page-link.tsx';

/** The steps by hand, until an App can be made from this page. */
export function GithubStep({ organization }: { organization: string }) {
  return (
    <div className="role-body flex flex-col gap-4">
      <p>
        A GitHub App tells DevPulse of pull requests, reviews and pushes. It reads only, and no code is
        stored. Until the App can be made from here in three clicks, it is made by hand:
      </p>
      <ol className="flex list-decimal flex-col gap-3 ps-5">
        <li>
          On GitHub, under the settings of your organization, make a GitHub App with the permissions{' '}
          <Name>Pull requests: read</Name> and <Name>Contents: read</Name> (for pushes; optional), and the
          events <Name>Pull request</Name>, <Name>Pull request review</Name>, <Name>Push</Name> and{' '}
          <Name>Membership</Name>.
        </li>
        <li>
          <span>Point its webhook at this path of the API, with content type JSON:</span>
          <div className="mt-2">
            <Command>/api/v1/github/webhooks</Command>
          </div>
        </li>
        <li>
          <span>
            Give it the webhook secret that the start of this DevPulse made;{' '}
            <code className="font-mono">webhookSecret</code> in
          </span>
          <div className="mt-2">
            <Command>.devpulse/secrets.json</Command>
          </div>
        </li>
        <li>Install the App on your GitHub organization.</li>
      </ol>
      <p className="text-muted">
        The first event makes an organization of GitHub’s name, which belongs to the Owner of this DevPulse.
        It appears beside this one.
      </p>
      <div>
        <PageLink href={overviewAddress(organization)} className={buttonStyle('main')}>
          Go to the overview
        </PageLink>
      </div>
    </div>
  );
}

function Name({ children }: { children: ReactNode }) {
  return <span className="text-text italic">{children}</span>;
}
