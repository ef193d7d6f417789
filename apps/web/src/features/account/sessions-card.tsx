'use client';

import { Badge } from '@devpulse/ui/badge';
import { Card } from '@devpulse/ui/card';
import { Form, SubmitButton, useForm } from '@devpulse/ui/form';
import { ListRow } from '@devpulse/ui/list-row';
import { Moment } from '../../lib/moment.tsx';

import { endAllOthers, endOneSession } from './security-actions.ts';

export type Session = {
  id: string;
  isCurrent: boolean;
  /** `Firefox on Linux`, or the name of the linked device. */
  what: string;
  ipAddress: string | null;
  createdAt: string;
  lastSeenAt: string;
};

/** Where the person is signed in; what they do not know, they can end. */
export function SessionsCard({ sessions }: { sessions: readonly Session[] }) {
  const others = useForm(endAllOthers);
  const ended = others.state.result?.ended;
  return (
    <Card title="Sessions" subtitle="Where you are signed in. An ended session is out within 5 seconds.">
      <ul className="mt-1">
        {sessions.map((session) => (
          <SessionRow key={session.id} session={session} />
        ))}
      </ul>
      <Form
        form={others}
        className="mt-3 flex flex-col items-start gap-3"
        done={
          ended !== undefined &&
          (ended === 1 ? 'One other session was ended.' : `${ended} other sessions were ended.`)
        }
      >
        {sessions.length > 1 && (
          <SubmitButton kind="plain" pending="Ending them">
            End all other sessions
          </SubmitButton>
        )}
      </Form>
    </Card>
  );
}

function SessionRow({
  session: { id, isCurrent, what, ipAddress, createdAt, lastSeenAt },
}: {
  session: Session;
}) {
  const form = useForm(endOneSession);
  return (
    <ListRow
      title={
        <>
          {what}
          {isCurrent && <Badge tone="good">this one</Badge>}
        </>
      }
      detail={
        <>
          {ipAddress && `${ipAddress}, `}since <Moment at={createdAt} />, last seen <Moment at={lastSeenAt} />
        </>
      }
      action={
        !isCurrent && (
          <Form form={form}>
            <input type="hidden" name="session" value={id} />
            <SubmitButton kind="plain" pending="Ending" aria-label={`End the session of ${what}`}>
              End
            </SubmitButton>
          </Form>
        )
      }
    />
  );
}
