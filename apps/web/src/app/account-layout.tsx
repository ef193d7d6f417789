import { AppShell } from '@devpulse/ui/app-shell';
import type { ReactNode } from 'react';
import { AccountRail, AccountTabs } from '../features/account/account-places.tsx';
import { ProblemView } from '../features/failure/problem-view.tsx';
import { SignOutForm } from '../features/session/sign-out-form.tsx';
import { ThemeControl } from '../features/theme/theme-control.tsx';
import { readAccount } from '../lib/account.ts';
import { settle } from '../lib/api.ts';

/** Around the pages of a person that belong to no organization. */
export async function AccountLayout({ children }: { children: ReactNode }) {
  const answer = await settle(readAccount());
  if ('problem' in answer) {
    return (
      <main id="main" tabIndex={-1} className="mx-auto max-w-[720px] px-4 py-12 outline-none">
        <ProblemView what="Your account could not be read" problem={answer.problem} />
      </main>
    );
  }
  const { name, memberships, isInstanceOwner } = answer.data;
  const organizations = memberships.map(({ organization }) => organization);
  return (
    <AppShell
      name={name}
      rail={<AccountRail organizations={organizations} isInstanceOwner={isInstanceOwner} />}
      tabs={<AccountTabs organizations={organizations} />}
      foot={
        <div className="flex flex-wrap items-center gap-2">
          <ThemeControl />
          <SignOutForm />
        </div>
      }
    >
      {children}
    </AppShell>
  );
}
