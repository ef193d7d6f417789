import { listInstanceMails } from '@devpulse/contracts/auth/set-up';
import type { RouteResponse } from '@devpulse/contracts/route';
import { Badge } from '@devpulse/ui/badge';
import { PageHeader } from '@devpulse/ui/page-header';
import { StateView } from '@devpulse/ui/state-view';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { ProblemView } from '../../../features/failure/problem-view.tsx';
import { MailText } from '../../../features/instance/mail-text.tsx';
import { callApi, settle } from '../../../lib/api.ts';
import { Moment } from '../../../lib/moment.tsx';

export const dynamic = 'force-dynamic';
export const metadata: Metadata = { title: 'Mails' };

type Mail = RouteResponse<typeof listInstanceMails>['items'][number];

export default async function MailsPage() {
  const answer = await settle(callApi(listInstanceMails, {}));
  if ('problem' in answer && [403, 404].includes(answer.problem.status)) notFound();
  return (
    <div className="flex max-w-[860px] flex-col gap-4">
      <PageHeader
        title="Mails of this DevPulse"
        subtitle="What it wrote and could not send, newest first; kept for 7 days. Only you, its Owner, see them: pass the links on to those they are for."
      />
      {'problem' in answer ? (
        <ProblemView what="The mails could not be read" problem={answer.problem} />
      ) : answer.data.items.length === 0 ? (
        <StateView kind="empty" title="No mail waits here">
          <p>Invitations and resets appear here while mails cannot be sent. To send them, set SMTP_URL.</p>
        </StateView>
      ) : (
        answer.data.items.map((mail) => <MailCard key={mail.id} mail={mail} />)
      )}
    </div>
  );
}

const STATES = {
  waiting: { tone: 'plain', words: 'waiting to be sent' },
  sent: { tone: 'good', words: 'sent' },
  failed: { tone: 'bad', words: 'not sent' },
  held: { tone: 'caution', words: 'held here' },
} as const;

function MailCard({ mail: { to, subject, text, state, createdAt } }: { mail: Mail }) {
  return (
    <article className="rounded-card border border-hairline bg-card p-4">
      <header className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
        <h2 className="role-section min-w-0 [overflow-wrap:anywhere]">{subject}</h2>
        <Badge tone={STATES[state].tone}>{STATES[state].words}</Badge>
      </header>
      <p className="role-caption mt-1 mb-3 text-muted [overflow-wrap:anywhere]">
        To {to}, <Moment at={createdAt} />
      </p>
      <MailText text={text} />
    </article>
  );
}
